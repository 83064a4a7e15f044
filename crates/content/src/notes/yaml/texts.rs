//! All texts among the values of a file: [`texts`].

use super::parsed::Value;
use super::path::Path;

/// The texts among the values, each with its path; `None` if the YAML cannot be read.
pub fn texts(yaml: &str) -> Option<Vec<(Path, String)>> {
    let mut out = vec![];
    collect(serde_yaml::from_str(yaml).ok()?, Path::top(), &mut out);
    Some(out)
}

fn collect(value: Value, path: Path, out: &mut Vec<(Path, String)>) {
    match value {
        Value::String(text) => out.push((path, text)),
        Value::Sequence(items) => {
            for (index, item) in items.into_iter().enumerate() {
                collect(item, path.clone().index(index), out);
            }
        }
        Value::Mapping(fields) => {
            for (key, value) in fields {
                let key = key.as_str().unwrap_or_default().to_owned();
                collect(value, path.clone().key(key), out);
            }
        }
        Value::Tagged(tagged) => collect(tagged.value, path, out),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn finds_every_text_and_reads_escapes_and_aliases() {
        let yaml = "a: &x \"b\\x3ac\" # d\nlist: [1, {e: *x}]\nnone: ~\nlong: >-\n  f\n  g\n";
        let found: Vec<String> =
            texts(yaml).unwrap().into_iter().map(|(path, text)| format!("{path} = {text}")).collect();
        assert_eq!(found, ["a = b:c", "list[1].e = b:c", "long = f g"]);
        assert_eq!(texts("a: [b"), None);
    }
}
