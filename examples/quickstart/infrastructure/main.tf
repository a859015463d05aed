# A single web server.
variable "instance_type" {
  type    = string
  default = "ecs.g7.large"
}

resource "alicloud_instance" "web" {
  image_id      = "ecs_image_web" # replaced for every region
  instance_type = var.instance_type
}
