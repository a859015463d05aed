//! ## What it does
//! Finds a file that a Terraform module reads and that a build does not copy with it: by `file()`, `templatefile()` and
//! the like with a constant path, as `terraform.tfvars` or `*.auto.tfvars`, or as a part of the module itself.
//!
//! ## Why is this bad
//! A build copies a module without what the repository's `.gitignore` leaves out, and never copies `.git`,
//! `.terraform`, states and plans of Terraform, private keys and `.env` files: these hold secrets, or belong to one
//! machine. A copy of the module that lacks a file which it reads fails when it is deployed
//! (<https://developer.hashicorp.com/terraform/language/functions/file>).
//!
//! ## Example
//! With `app.sh` in `.gitignore`, which only a build knows:
//! ```hcl
//! resource "alicloud_instance" "web" {
//!   image_id  = "aliyun_3_x64_20G_alibase_20240528.vhd"
//!   user_data = file("${path.module}/app.sh")
//! }
//! ```
//!
//! ## Use instead
//! ```hcl
//! resource "alicloud_instance" "web" {
//!   image_id  = "aliyun_3_x64_20G_alibase_20240528.vhd"
//!   user_data = "#!/bin/sh"
//! }
//! ```
//!
//! ## Fix
//! None. Take the file out of `.gitignore`, move it into the module's folder, or pass its content as a variable.
//! `nestc files` lists what is copied and why the rest is not.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(LeftOutFile, "left_out_file", Pass::Lowering);
