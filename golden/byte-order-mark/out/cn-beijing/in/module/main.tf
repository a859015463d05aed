resource "alicloud_instance" "web" {
  image_id = "m-2zeg7004ksh0oeuc0002"
}
