//! What a password may not be: the person's own address or name, which whoever tries first tries
//! first.

/// Whether a password is the person's e-mail address, the part of it before the `@`, or their name:
/// in any case, and whatever stands between letters and digits.
pub fn is_of_person(password: &str, email: &str, name: &str) -> bool {
    let folded = fold(password);
    let local = email.split_once('@').map_or(email, |(local, _)| local);
    !folded.is_empty() && [email, local, name].iter().any(|own| fold(own) == folded)
}

/// Letters and digits alone, in lower case.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::is_of_person;

    fn check(password: &str, expected: bool) {
        let found = is_of_person(password, "ana.souza.lima@casaipe.example", "Ana Conceição Lima");
        assert_eq!(found, expected, "{password}");
    }

    #[test]
    fn an_address_its_first_part_and_a_name_are_the_persons_however_they_are_written() {
        for own in [
            "ana.souza.lima@casaipe.example",
            "ANA.SOUZA.LIMA@CASAIPE.EXAMPLE",
            "ana.souza.lima",
            "ana souza lima",
            "AnaSouzaLima",
            "Ana Conceição Lima",
            "ANA CONCEIÇÃO LIMA",
            "ana-conceição-lima",
        ] {
            check(own, true);
        }
    }

    #[test]
    fn what_only_holds_a_part_of_them_is_not() {
        for other in
            ["", "!!!!!!!!!!!!", "ana", "ana.souza.lima 1988", "casaipe.example", "Ana Lima"]
        {
            check(other, false);
        }
    }

    #[test]
    fn an_empty_name_is_nobodys_password() {
        assert!(!is_of_person("", "", "") && !is_of_person("long enough, this", "", ""));
    }
}
