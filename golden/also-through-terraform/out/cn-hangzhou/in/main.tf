variable "region" { default = "cn-hangzhou" }
variable "os" { default = "linux" }
variable "images" {
  type    = map(string)
  default = { cn-hangzhou = "m-bp1g7004ksh0oeuc7xyz", cn-beijing = "m-2zeg7004ksh0oeuc7xyz" }
}
provider "alicloud" { region = var.region }
locals {
  images = {
    cn-hangzhou = "m-bp1g7004ksh0oeuc7xyz"
    cn-beijing  = "m-2zeg7004ksh0oeuc7xyz"
  }
  both = {
    linux   = { cn-hangzhou = "m-bp1g7004ksh0oeuc7xyz", cn-beijing = "m-2zeg7004ksh0oeuc7xyz" }
    windows = tomap({ cn-hangzhou = "m-bp1g7004ksh0oeuc7xyz", "cn-beijing" = "m-2zeg7004ksh0oeuc7xyz" })
  }
}
resource "alicloud_instance" "a" { image_id = lookup(local.images, var.region) }
resource "alicloud_instance" "b" { image_id = local.both[var.os][var.region] }
resource "alicloud_instance" "c" { image_id = var.images[var.region] }
resource "alicloud_instance" "d" { image_id = var.os == "linux" ? "m-bp1g7004ksh0oeuc7xyz" : ("m-bp1g7004ksh0oeuc7xyz") }
resource "alicloud_instance" "e" { image_id = "${lookup(local.images, var.region, "m-bp1g7004ksh0oeuc7xyz")}" }
resource "alicloud_instance" "f" { image_id = var.os == "x" ? local.images[var.region] : null }
