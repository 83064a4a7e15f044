// Ids of new notes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOfId, suggestedId } from "../src/ids.js";

test("an id is suggested from the first words of a title", () => {
  const suggestions = {
    "The harbour bridge": "the-harbour-bridge",
    "  “No”, said Élodie’s aunt — twice!": "no-said-elodies-aunt-twice",
    "One two three four five six seven eight": "one-two-three-four-five-six",
    "Größe 42": "grosse-42",
    "主张": "",
    "": "",
  };
  for (const [title, id] of Object.entries(suggestions)) {
    assert.equal(suggestedId(title), id);
    assert.equal(faultOfId(id) === undefined, id !== "", title);
  }
  assert.equal(faultOfId(suggestedId(`${"x".repeat(99)} and more`)), undefined);
});

test("an id that Citeback would refuse is refused", () => {
  for (const id of ["a", "two-billion", "2019-08", "a".repeat(100)]) assert.equal(faultOfId(id), undefined, id);
  for (const id of ["", "-a", "a-", "a--b", "A", "a_b", "ä", "a b", "../x", "a".repeat(101)]) assert.ok(faultOfId(id), id);
});
