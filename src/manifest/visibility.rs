//! Who may see a package: that follows from the services that use it
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "How it works").

use super::{Manifest, Service, Visibility};

impl Manifest {
    /// Who may see the package `name`, and the services that this follows from: everyone where any public
    /// service uses it; the accounts of all whitelists where services with a whitelist do; else the provider
    /// alone.
    #[must_use]
    pub fn visibility_of(&self, name: &str) -> (Visibility, Vec<&Service>) {
        let uses = |it: &&Service| it.packages.iter().any(|package| package.value == name);
        let using: Vec<&Service> = self.services.iter().filter(uses).collect();
        let of = |kind: fn(&Visibility) -> bool| {
            let services: Vec<&Service> = using.iter().copied().filter(|it| kind(&it.visibility)).collect();
            (!services.is_empty()).then_some(services)
        };
        if let Some(public) = of(|it| *it == Visibility::Public) {
            return (Visibility::Public, public);
        }
        let Some(listing) = of(|it| matches!(it, Visibility::Whitelist(_))) else {
            return (Visibility::Private, using);
        };
        let mut accounts: Vec<String> = Vec::new();
        for service in &listing {
            if let Visibility::Whitelist(list) = &service.visibility {
                accounts.extend(list.iter().cloned());
            }
        }
        accounts.sort_unstable();
        accounts.dedup();
        (Visibility::Whitelist(accounts), listing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Service, Spanned};
    use crate::source::{FileId, Span};

    /// Who may see a package that such services use, and how many of these decide it.
    fn visibility(services: &[Visibility]) -> (Visibility, usize) {
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
        let (visibility, services) = manifest.visibility_of("web_server");
        (visibility, services.len())
    }

    #[test]
    fn a_package_is_seen_by_those_who_see_its_services() {
        use Visibility::{Private, Public, Whitelist};
        let list = |accounts: &[&str]| Whitelist(accounts.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(visibility(&[]), (Private, 0));
        assert_eq!(visibility(&[Private, Private]), (Private, 2));
        assert_eq!(visibility(&[Private, Public, list(&["1"])]), (Public, 1));
        assert_eq!(visibility(&[list(&["2", "1"])]), (list(&["1", "2"]), 1));
        let lists = [Private, list(&["2"]), list(&["1", "2"])];
        assert_eq!(visibility(&lists), (list(&["1", "2"]), 2));
    }
}
