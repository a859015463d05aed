//! Who may see a package: that follows from the services that use it
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "How it works").

use super::{Manifest, Visibility};

impl Manifest {
    /// Who may see the package `name`: everyone where any public service uses it; the accounts of the
    /// whitelists where a service with a whitelist does; else the provider alone.
    #[must_use]
    pub fn visibility_of(&self, name: &str) -> Visibility {
        let using = self.services.iter().filter(|it| it.packages.iter().any(|package| package.value == name));
        let mut accounts: Option<Vec<String>> = None;
        for service in using {
            match &service.visibility {
                Visibility::Public => return Visibility::Public,
                Visibility::Private => {}
                Visibility::Whitelist(list) => {
                    let all = accounts.get_or_insert_default();
                    all.extend(list.iter().cloned());
                }
            }
        }
        match accounts {
            Some(mut accounts) => {
                accounts.sort_unstable();
                accounts.dedup();
                Visibility::Whitelist(accounts)
            }
            None => Visibility::Private,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Service, Spanned};
    use crate::source::{FileId, Span};

    fn visibility(services: &[Visibility]) -> Visibility {
        let spanned = |text: &str| Spanned { value: text.to_owned(), span: Span::default() };
        let mut manifest = Manifest::empty(FileId(0));
        let service = |visibility: &Visibility| Service {
            name: spanned("service"),
            visibility: visibility.clone(),
            packages: vec![spanned("web_server")],
        };
        manifest.services = services.iter().map(service).collect();
        let other = Service { name: spanned("other"), visibility: Visibility::Public, packages: Vec::new() };
        manifest.services.push(other);
        manifest.visibility_of("web_server")
    }

    #[test]
    fn a_package_is_seen_by_those_who_see_its_services() {
        use Visibility::{Private, Public, Whitelist};
        let list = |accounts: &[&str]| Whitelist(accounts.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(visibility(&[]), Private);
        assert_eq!(visibility(&[Private, Private]), Private);
        assert_eq!(visibility(&[Private, Public, list(&["1"])]), Public);
        assert_eq!(visibility(&[list(&["2", "1"])]), list(&["1", "2"]));
        assert_eq!(visibility(&[Private, list(&["2"]), list(&["1", "2"])]), list(&["1", "2"]));
    }
}
