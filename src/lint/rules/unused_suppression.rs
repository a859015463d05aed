//! ## What it does
//! Finds a `nestc:` comment that suppresses nothing: the rule has no finding where the comment applies, or the
//! comment cannot be read.
//!
//! `# nestc: allow(rule-name) -- reason` is for its line or the one below, `# nestc: allow-file(rule-name) -- reason` at the
//! top for all of the file. JSON has no comments: in a `.tf.json` the string stands under `"//"` in the object that it is
//! about; in ROS, `Metadata: {nestc: {allow: {rule-name: reason}}}` is for its resource or for the whole template.
//! `nestc lint --add-suppressions --reason TEXT` writes them.
//!
//! ## Why is this bad
//! It hides the next finding, which nobody has looked at yet, and tells the reader about a problem that does not
//! exist.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       # nestc: allow(dynamic-image-id) -- chosen by the user
//!       ImageId: web_server_image
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_server_image
//! ```
//!
//! ## Fix
//! Safe: removes the comment or the entry, or the names in it that suppress nothing.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(UnusedSuppression, "unused_suppression", Pass::Engine);
