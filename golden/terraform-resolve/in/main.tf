# The web tier. 中文注释 😀
variable "image" {
  type    = string
  default = "ecs_image_web"
}

locals {
  image = "${var.image}"
}

data "alicloud_images" "centos" {
  name_regex = "^centos_7"
}

resource "alicloud_instance" "web" {
  image_id             = "ecs_image_web"
  instance_type        = "ecs.g7.large"
  system_disk_category = "cloud_essd"
}

resource "alicloud_ess_scaling_configuration" "workers" {
  scaling_group_id = alicloud_ess_scaling_group.workers.id
  image_id         = "ecs_image_web" /* same image */
}

resource "alicloud_ess_scaling_group" "workers" {
  min_size = 1
  max_size = 4
}

module "db" {
  source = "./modules/db"
  image  = "ecs_image_web"
}
