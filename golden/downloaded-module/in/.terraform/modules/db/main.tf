variable "image_id" { default = "" }
variable "unused" { default = "" }

data "alicloud_images" "default" { owners = "system" }

resource "alicloud_instance" "this" {
  image_id = var.image_id != "" ? var.image_id : data.alicloud_images.default.ids[0]
}
