resource "alicloud_instance" "db" {
  image_id = "m-2zeg7004ksh0oeuc0002"
}
