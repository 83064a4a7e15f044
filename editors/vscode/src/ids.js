// Ids of new notes. Entry points: suggestedId(), faultOfId().

/** The longest suggestion, in words: a person can remember and say it. */
const WORDS = 6;
const LONGEST = 100;

/**
 * An id made from the words of a title; "" if none of its letters can be in an id.
 * @param {string} title
 */
export function suggestedId(title) {
  const plain = title.normalize("NFKD").replace(/[\p{M}’']/gu, "").toLowerCase().replaceAll("ß", "ss");
  return (plain.match(/[a-z0-9]+/g) ?? []).slice(0, WORDS).join("-").slice(0, LONGEST).replace(/-$/, "");
}

/**
 * What is wrong with an id; undefined if nothing is.
 * @param {string} id
 */
export function faultOfId(id) {
  if (id.length > LONGEST) return `An id has at most ${LONGEST} characters.`;
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return undefined;
  return "An id consists of lower-case letters a to z, digits, and single hyphens between words.";
}
