//! Exchanges two folders: [`exchange`].

use std::fs;
use std::io;
use std::path::Path;

use crate::base::system;

/// Moves the folder `new` to `out` and what was at `out` to `new`: in one step where the system can, else in three by way of
/// `aside`, which must not exist but be on the same file system.
///
/// After an error `out` is unchanged; if even moving it back fails, it is at `aside`.
pub fn exchange(new: &Path, out: &Path, aside: &Path) -> io::Result<()> {
    match system::exchange(new, out) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => in_steps(new, out, aside),
        done => done,
    }
}

fn in_steps(new: &Path, out: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(out, aside)?;
    if let Err(error) = fs::rename(new, out) {
        // The first error is the one to report. If this fails, the next build moves `aside` back.
        let _ = fs::rename(aside, out);
        return Err(error);
    }
    // The new site is in place, so this is a success; the next build removes what is left.
    let _ = fs::rename(aside, new);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::in_steps;
    use crate::base::system;
    use std::fs;

    #[test]
    fn exchanges_at_once_and_in_steps() {
        for stepwise in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let [new, out, aside] = ["new", "out", "aside"].map(|name| dir.path().join(name));
            for folder in [&new, &out] {
                fs::create_dir(folder).unwrap();
                fs::write(folder.join("was"), folder.to_str().unwrap()).unwrap();
            }
            if stepwise {
                in_steps(&new, &out, &aside).unwrap();
            } else if cfg!(target_os = "linux") {
                system::exchange(&new, &out).unwrap();
            } else {
                continue;
            }
            assert_eq!(fs::read_to_string(out.join("was")).unwrap(), new.to_str().unwrap());
            assert_eq!(fs::read_to_string(new.join("was")).unwrap(), out.to_str().unwrap());
            assert!(!aside.exists());
        }
    }

    #[test]
    fn a_failed_second_step_is_undone() {
        let dir = tempfile::tempdir().unwrap();
        let [new, out, aside] = ["new", "out", "aside"].map(|name| dir.path().join(name));
        fs::create_dir(&out).unwrap();
        assert!(in_steps(&new, &out, &aside).is_err());
        assert!(out.is_dir() && !aside.exists());
    }
}
