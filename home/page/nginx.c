#include "home/page/nginx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What does not depend on the home. An add_header inside a location would take away all those around it,
// so they stand in the server alone, and a map says how long each file is good for.
static const char maps[] =
    "# Files with a hash in their names never change; all others are asked for again each time.\n"
    "map \"$status $uri\" $portcullis_cache {\n"
    "    default \"no-cache\";\n"
    "    \"~^(200|206|304) /assets/\" \"public, max-age=31536000, immutable\";\n"
    "}\n"
    "\n"
    "# Of one address: so many connections, files, and openings of /mqtt.\n"
    "limit_conn_zone $binary_remote_addr zone=portcullis_connections:1m;\n"
    "limit_conn_zone $binary_remote_addr zone=portcullis_phones:1m;\n"
    "limit_req_zone $binary_remote_addr zone=portcullis_files:1m rate=20r/s;\n"
    "limit_req_zone $binary_remote_addr zone=portcullis_mqtt:1m rate=2r/s;\n"
    "\n";

static const char limits[] = "    limit_conn portcullis_connections 64;\n"
                             "    limit_conn_status 429;\n"
                             "    limit_req zone=portcullis_files burst=200 nodelay;\n"
                             "    limit_req_status 429;\n"
                             "    client_max_body_size 1k;\n"
                             "    client_body_timeout 10s;\n"
                             "    client_header_timeout 10s;\n"
                             "    large_client_header_buffers 4 4k;\n"
                             "    send_timeout 30s;\n"
                             "    keepalive_timeout 60s;\n"
                             "\n";

static const char headers[] =
    "    add_header X-Content-Type-Options \"nosniff\" always;\n"
    "    add_header X-Frame-Options \"DENY\" always;\n"
    "    add_header Referrer-Policy \"no-referrer\" always;\n"
    "    add_header Permissions-Policy \"camera=(), microphone=(), geolocation=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)\" always;\n"
    "    add_header Cross-Origin-Opener-Policy \"same-origin\" always;\n"
    "    add_header Cross-Origin-Resource-Policy \"same-origin\" always;\n"
    "    add_header Cache-Control $portcullis_cache always;\n";

static const char files[] =
    "    autoindex off;\n"
    "    server_tokens off;\n"
    "    disable_symlinks on from=$document_root;\n"
    "    gzip on;\n"
    "    gzip_static on;\n"
    "    gzip_vary on;\n"
    "    gzip_min_length 256;\n"
    "    gzip_types text/css text/javascript application/json application/manifest+json "
    "image/svg+xml;\n"
    "    charset utf-8;\n"
    "    charset_types text/css text/javascript;\n"
    "    default_type application/octet-stream;\n"
    "    types {\n"
    "        text/html html;\n"
    "        text/css css;\n"
    "        text/javascript js mjs;\n"
    "        application/json json;\n"
    "        application/manifest+json webmanifest;\n"
    "        image/svg+xml svg;\n"
    "        image/png png;\n"
    "        image/x-icon ico;\n"
    "        text/plain txt;\n"
    "    }\n"
    "\n";

static const char locations[] = "    location = / {\n"
                                "        try_files /index.html =404;\n"
                                "    }\n"
                                "    location ~ \"/\\.\" {\n"
                                "        return 404;\n"
                                "    }\n"
                                "    location / {\n"
                                "        try_files $uri =404;\n"
                                "    }\n"
                                "}\n";

const char *nginx_files(const struct page_settings *page)
{
    return page->files[0] == '\0' ? PORTCULLIS_PAGE_FILES : page->files;
}

bool nginx_certificate(const char *place, const struct page_settings *page,
                       struct path *certificate, struct path *key, struct failure *failure)
{
    if (page->certificate[0] != '\0') {
        (void)snprintf(certificate->text, sizeof(certificate->text), "%s", page->certificate);
        (void)snprintf(key->text, sizeof(key->text), "%s", page->key);
        return true;
    }
    return path_join(place, "authority/page.crt", certificate, failure) &&
           path_join(place, "authority/page.key", key, failure);
}

struct pattern {
    char text[2 * ORIGIN_SIZE + 1];
};

// As a regular expression: long names as plain words would not fit into the tables nginx has for them.
static struct pattern exactly(const char *name)
{
    struct pattern out = {""};
    size_t at = 0;
    for (; *name != '\0' && at + 2 < sizeof(out.text); name++) {
        if (*name == '.') {
            out.text[at++] = '\\';
        }
        out.text[at++] = *name;
    }
    return out;
}

// One address, or all of IPv4 and IPv6.
static void print_listen(FILE *text, const struct page_settings *page)
{
    const char *how = page_is_local(page) ? "" : " ssl http2";
    const char *one = page_is_local(page) && page->listen[0] == '\0' ? "127.0.0.1" : page->listen;
    if (one[0] != '\0') {
        (void)fprintf(text, "    listen %s:%u%s;\n", one, (unsigned)page->port, how);
        return;
    }
    (void)fprintf(text, "    listen %u%s;\n    listen [::]:%u%s;\n", (unsigned)page->port, how,
                  (unsigned)page->port, how);
}

static void print_tls(FILE *text, const char *place, const struct page_settings *page)
{
    struct path certificate;
    struct path key;
    struct failure ignored; // page_fits_nginx has judged them
    if (page_is_local(page) || !nginx_certificate(place, page, &certificate, &key, &ignored)) {
        return;
    }
    (void)fprintf(text,
                  "    ssl_certificate %s;\n"
                  "    ssl_certificate_key %s;\n"
                  "    ssl_protocols TLSv1.2 TLSv1.3;\n"
                  "    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:"
                  "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305;\n"
                  "    ssl_session_cache shared:portcullis_tls:1m;\n"
                  "    ssl_session_tickets off;\n"
                  "    add_header Strict-Transport-Security \"max-age=31536000\" always;\n",
                  certificate.text, key.text);
}

// Safari did not always take 'self' for the websocket of the same host (WebKit bug 201591).
static void print_policy(FILE *text, const struct page_settings *page)
{
    const struct page_origin origin = page_origin_of(page);
    const char *behind_http = origin.text + strlen("http");
    (void)fprintf(
        text,
        "    # It may do what it does, and nothing else: no word of another host, no line\n"
        "    # of script in the page itself; the one policy of Trusted Types is that of its\n"
        "    # service worker (CSP 3).\n"
        "    add_header Content-Security-Policy \"default-src 'none'; script-src 'self'; "
        "style-src 'self'; img-src 'self'; connect-src 'self' ws%s; manifest-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types sw\" always;\n",
        behind_http);
}

static void print_mqtt(FILE *text, unsigned port)
{
    (void)fprintf(
        text,
        "    # MQTT over websockets, for this page alone: mosquitto does not look where a "
        "page is from.\n"
        "    location = /mqtt {\n"
        "        if ($portcullis_foreign) {\n"
        "            return 403;\n"
        "        }\n"
        "        if ($http_upgrade !~* \"^websocket$\") {\n"
        "            return 426;\n"
        "        }\n"
        "        limit_conn portcullis_phones 24;\n"
        "        limit_req zone=portcullis_mqtt burst=40 nodelay;\n"
        "        proxy_pass http://127.0.0.1:%u;\n"
        "        proxy_http_version 1.1;\n"
        "        proxy_set_header Host $host;\n"
        "        proxy_set_header Upgrade $http_upgrade;\n"
        "        proxy_set_header Connection \"upgrade\";\n"
        "        proxy_set_header Cookie \"\";\n"
        "        proxy_connect_timeout 5s;\n"
        "        proxy_read_timeout 180s;\n"
        "        proxy_send_timeout 30s;\n"
        "        proxy_buffering off;\n"
        "    }\n",
        port);
}

static void print_server(FILE *text, const char *place, const struct home_settings *settings)
{
    const struct page_settings *page = &settings->page;
    (void)fprintf(text, "server {\n");
    print_listen(text, page);
    (void)fprintf(text, "    server_name \"~^%s$\";\n    root %s;\n\n", exactly(page->host).text,
                  nginx_files(page));
    print_tls(text, place, page);
    print_policy(text, page);
    (void)fprintf(
        text,
        "%s\n%s%s"
        "    # Whoever was led here under another name, and whoever wants more than to read.\n"
        "    if ($host != \"%s\") {\n"
        "        return 421;\n"
        "    }\n"
        "    if ($request_method !~ \"^(GET|HEAD)$\") {\n"
        "        return 405;\n"
        "    }\n"
        "\n"
        "    location = /home.json {\n"
        "        alias %s/page/home.json;\n"
        "    }\n",
        headers, limits, files, page->host, place);
    print_mqtt(text, settings->websockets_port);
    (void)fprintf(text, "%s", locations);
}

static char *finish(FILE *text, char *const *written)
{
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(*written);
        return NULL;
    }
    return *written;
}

char *nginx_text(const char *place, const struct home_settings *settings)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(
        text,
        "# nginx for the phones' page of %s. Made by portcullis; what is changed here by\n"
        "# hand is lost. A part of http { }: `portcullis page` says how nginx takes it.\n"
        "\n"
        "# A browser says from which page a websocket is opened (RFC 6455, 10.2).\n"
        "map $http_origin $portcullis_foreign {\n"
        "    default 1;\n"
        "    \"~^%s$\" 0;\n"
        "}\n"
        "\n"
        "%s",
        settings->organisation, exactly(page_origin_of(&settings->page).text).text, maps);
    print_server(text, place, settings);
    return finish(text, &written);
}

char *nginx_alone_text(const char *place, const struct home_settings *settings)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    (void)fprintf(
        text,
        "# An nginx that serves the phones' page of %s and nothing else. Made by portcullis.\n"
        "# Start it in a folder where it may write, as whoever owns the home:\n"
        "#   nginx -e stderr -p FOLDER/ -c %s/page/alone.conf\n"
        "# Where that is root, add -g 'user root;'. Ports below 1024 are root's alone.\n"
        "daemon off;\n"
        "pid nginx.pid;\n"
        "error_log stderr warn;\n"
        "worker_processes 1;\n"
        "events {\n"
        "    worker_connections 512;\n"
        "}\n"
        "http {\n"
        "    access_log off;\n"
        "    client_body_temp_path body;\n"
        "    proxy_temp_path proxy;\n"
        "    fastcgi_temp_path fastcgi;\n"
        "    uwsgi_temp_path uwsgi;\n"
        "    scgi_temp_path scgi;\n"
        "    sendfile on;\n"
        "    include %s/page/nginx.conf;\n"
        "}\n",
        settings->organisation, place, place);
    return finish(text, &written);
}
