# {{ computenest::file::app }}
locals {
  url    = "https://files-beijing.example.com/app.tgz"
  secret = "{\"auths\":{\"registry.example.com\":{\"auth\":\"dTpw\"}}}"
  script = <<-EOT
    wget 'https://files-beijing.example.com/app.tgz' -O ${local.url}
    %{ if true }docker pull registry.example.com/web:1.0%{ endif }
    echo '{"auths":{"registry.example.com":{"auth":"dTpw"}}}' {{ .Values.app }}
  EOT
}
