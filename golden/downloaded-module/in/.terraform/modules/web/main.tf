variable "image_id" { type = string }

module "vm" {
  source   = "./modules/vm"
  image_id = var.image_id
}

resource "alicloud_instance" "own" {
  image_id = "web_image"
}
