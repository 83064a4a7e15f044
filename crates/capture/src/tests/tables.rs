//! Tables as sources: every cell stays as it is, whatever is in it.

use super::{imported, read};
use crate::ImportFormat;

/// The body of the source that a table becomes, and the remarks.
#[track_caller]
fn body(bytes: &[u8]) -> (String, Vec<String>) {
    let imported = imported(bytes, ImportFormat::Csv).unwrap_or_else(|error| panic!("{error:?}"));
    let (_, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
    (imported.file[body].trim().to_owned(), imported.remarks)
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    imported(bytes, ImportFormat::Csv).map(|imported| imported.file).unwrap_err().message
}

#[test]
fn separators_and_encodings_are_told_by_the_bytes() {
    let expected = "| Fähre | Preis |\n| --- | --- |\n| Möwe | 1,5 |";
    let utf_16: Vec<u8> = "\u{FEFF}Fähre;Preis\r\nMöwe;1,5\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        "Fähre;Preis\nMöwe;1,5\n".as_bytes(),
        "\u{FEFF}Fähre\tPreis\nMöwe\t1,5\n".as_bytes(),
        "Fähre,Preis\rMöwe,\"1,5\"\r".as_bytes(),
        "sep=;\r\nFähre;Preis\r\nMöwe;1,5\r\n".as_bytes(),
        "sep=|\r\nFähre|Preis\r\nMöwe|1,5\r\n".as_bytes(),
        &utf_16,
    ] {
        assert_eq!(body(bytes), (expected.to_owned(), vec![]), "{}", String::from_utf8_lossy(bytes));
    }
    let (latin, remarks) = body(b"F\xE4hre;Preis\r\nM\xF6we f\xE4hrt \xFCber den Flu\xDF;1,5\r\n");
    assert_eq!(latin, expected.replace("Möwe", "Möwe fährt über den Fluß"));
    let remark = "the file does not declare its encoding; it was read as windows-1252: check its accented letters";
    assert_eq!(remarks, [remark]);
    let tabs = imported(b"a,b\tc\n1,2\t3\n", ImportFormat::Tsv).unwrap();
    assert!(tabs.file.contains("\n| a,b | c |\n") && tabs.file.contains("\nkind: dataset\n"), "{}", tabs.file);
}

#[test]
fn cells_stay_as_they_are() {
    for cell in [
        "a|b",
        "a\\|b",
        "\\",
        "|",
        "*a*",
        "_a_",
        "`a`",
        "``a|b``",
        "<b>a</b>",
        "<script>a</script>",
        "<!-- page 1 -->",
        "[a](b)",
        "![a](b)",
        "&amp;",
        "=HYPERLINK(\"x\")",
        "+1",
        "-1",
        "@a",
        "# a",
        "> a",
        "1. a",
        "---",
        ":-:",
        "~~a~~",
        "https://a.example/",
        "$a$",
        "a\u{202e}b",
        "\u{1F600}",
        "\u{0627}\u{0628}",
        "[^1]",
        "[x] a",
        "a  b",
    ] {
        let table = format!("Name,Value\n\"{}\",x\n", cell.replace('"', "\"\""));
        let (text, _) = read(table.as_bytes(), ImportFormat::Csv);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&text).contains(&words(cell)), "{cell}: {text}");
    }
    let (table, _) = body(b"Name,Value\n\"one\r\ntwo\n\nthree\",\"a \"\"b\"\"\"\n\n ,\n");
    assert_eq!(table, "| Name | Value |\n| --- | --- |\n| one two three | a \"b\" |");
}

#[test]
fn uneven_rows_are_remarked_and_broken_ones_refused() {
    let (table, remarks) = body(b"Costs of the bridge\nItem,Cost\nSteel,1,2\nSand,3\nLime,4\n");
    assert_eq!(
        table,
        "| Costs of the bridge |  |  |\n| --- | --- | --- |\n| Item | Cost |  |\n| Steel | 1 | 2 |\n| Sand | 3 |  |\n| Lime | 4 |  |"
    );
    let remark =
        "most rows have 2 cells, but not rows 1, 3: compare them with the original; row 1 became the head of the table";
    assert_eq!(remarks, [remark]);
    assert_eq!(refused(b"a,b\n1,2\n\"x\" y,2\n"), "row 3: something follows the quotation mark that ends a cell");
    assert_eq!(refused(b"a,b\n1,\"2\n3,4\n"), "row 2: a quotation mark opens a cell and is never closed");
    assert_eq!(refused(b",,\n , ,\n"), "it is a table without any words");
    assert_eq!(refused(b"a,b\n1\0,2\n"), "it is not a text file");
}

#[test]
fn what_nobody_could_look_through_is_refused() {
    let limits = "a source may have at most 5000 rows, 200 columns and 50000 cells";
    assert_eq!(refused("a,".repeat(100_000).as_bytes()), format!("the table has 100001 columns; {limits}"));
    assert_eq!(
        refused(format!("{}\n1\n", "a,".repeat(200)).as_bytes()),
        format!("the table has 201 columns; {limits}")
    );
    assert_eq!(refused("a,b\n".repeat(5_001).as_bytes()), format!("the table has 5001 rows; {limits}"));
    assert_eq!(refused("a,b\n".repeat(100_001).as_bytes()), format!("the table has 100001 lines; {limits}"));
    let wide = format!("{}\n", vec!["a"; 100].join(",")).repeat(600);
    assert_eq!(refused(wide.as_bytes()), format!("the table has 600 rows of 100 columns; {limits}"));
}
