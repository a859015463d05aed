//! ## What it does
//! Finds a package name that contains anything but letters, digits and underscores, or that is shorter than 3 or
//! longer than 128 characters.
//!
//! ## Why is this bad
//! Compute Nest accepts no other names
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package"). The name of a package cannot be changed later.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! packages:
//!   web-server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web-server@v1_0
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None: associations and Compute Nest itself refer to the package by this name.
//!
//! ## Since
//! 0.1.0

use crate::lint::name::check_names;
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(InvalidPackageName, "invalid_package_name", Pass::Whole(check));

/// How many characters the name can have.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=128;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let names = manifest.packages.iter().map(|package| &package.name);
    check_names(&RULE, &text!(en: "package name", zh: "部署物名称"), LENGTH, names, sink);
}
