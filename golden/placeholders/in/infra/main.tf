# {{ computenest::file::app }}
locals {
  url    = "{{ computenest::file::app }}"
  secret = "{{ computenest::acr::dockerconfigjson }}"
  script = <<-EOT
    wget '{{ computenest::file::app }}' -O ${local.url}
    %{ if true }docker pull {{ computenest::acrimage::web }}%{ endif }
    echo '{{ computenest::acr::dockerconfigjson }}' {{ .Values.app }}
  EOT
}
