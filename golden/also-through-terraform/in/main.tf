variable "region" { default = "cn-hangzhou" }
variable "os" { default = "linux" }
variable "images" {
  type    = map(string)
  default = { cn-hangzhou = "vh", cn-beijing = "vb" }
}
provider "alicloud" { region = var.region }
locals {
  images = {
    cn-hangzhou = "web_image"
    cn-beijing  = "web_image"
  }
  both = {
    linux   = { cn-hangzhou = "lin", cn-beijing = "lin" }
    windows = tomap({ cn-hangzhou = "win", "cn-beijing" = "win" })
  }
}
resource "alicloud_instance" "a" { image_id = lookup(local.images, var.region) }
resource "alicloud_instance" "b" { image_id = local.both[var.os][var.region] }
resource "alicloud_instance" "c" { image_id = var.images[var.region] }
resource "alicloud_instance" "d" { image_id = var.os == "linux" ? "cond1" : ("cond2") }
resource "alicloud_instance" "e" { image_id = "${lookup(local.images, var.region, "dflt")}" }
resource "alicloud_instance" "f" { image_id = var.os == "x" ? local.images[var.region] : null }
