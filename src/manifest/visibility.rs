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
