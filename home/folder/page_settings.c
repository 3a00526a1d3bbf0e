#include "home/folder/page_settings.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum {
    LABEL_MOST = 63 // RFC 1035, 2.3.4
};

bool page_is_local(const struct page_settings *page)
{
    return strcmp(page->host, "localhost") == 0;
}

// Longer than a Roster's is cut off: page_settings_name refuses it.
static int print_origin(const char *host, uint16_t port, char *room, size_t size)
{
    const bool local = strcmp(host, "localhost") == 0;
    const char *scheme = local ? "http" : "https";
    return port == (local ? 80 : PAGE_PORT)
               ? snprintf(room, size, "%s://%s", scheme, host)
               : snprintf(room, size, "%s://%s:%u", scheme, host, (unsigned)port);
}

struct page_origin page_origin_of(const struct page_settings *page)
{
    struct page_origin origin = {""};
    if (page->host[0] != '\0') {
        (void)print_origin(page->host, page->port, origin.text, sizeof(origin.text));
    }
    return origin;
}

static bool label_is_plain(const char *at, size_t length)
{
    return length >= 1 && length <= LABEL_MOST && at[0] != '-' && at[length - 1] != '-' &&
           strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-") >= length;
}

static bool labels_are_plain(const char *host)
{
    while (*host != '\0') {
        const size_t length = strcspn(host, ".");
        if (!label_is_plain(host, length) || strcmp(host + length, ".") == 0) {
            return false;
        }
        host += host[length] == '.' ? length + 1 : length;
    }
    return true;
}

// A name to which a browser binds passkeys: no address, and not one of the names below which others' lie.
static bool is_bindable(const char *host)
{
    const char *dot = strrchr(host, '.');
    if (strcmp(host, "localhost") == 0) {
        return true;
    }
    return host[0] != '\0' && labels_are_plain(host) && dot != NULL &&
           strspn(dot + 1, "0123456789") != strlen(dot + 1) && strcmp(host, "home.arpa") != 0;
}

static void put_lower(const char *from, char *to)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (; *from != '\0'; from++) {
        const char *capital = strchr(capitals, *from);
        if (capital != NULL) {
            *to++ = letters[capital - capitals];
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

// An internationalised name is bound as its A-label (RFC 5890, 2.3.2.1).
static bool has_other_letters(const char *host)
{
    for (; *host != '\0'; host++) {
        if ((unsigned char)*host >= 0x80) {
            return true;
        }
    }
    return false;
}

bool page_settings_name(struct page_settings *page, const char *host, long port,
                        struct failure *failure)
{
    char lower[HOST_MOST + 1] = "";
    char origin[ORIGIN_SIZE + 1];
    if (strlen(host) <= HOST_MOST) {
        put_lower(host, lower);
    }
    if (has_other_letters(host)) {
        return failure_say(failure,
                           "\"%.64s\" has letters that no name in the DNS has; say it as browsers "
                           "do, in Punycode, as xn--mller-kva.de for m\xC3\xBCller.de",
                           host);
    }
    if (!is_bindable(lower)) {
        return failure_say(
            failure,
            "\"%.64s\" cannot be the page's host: no browser binds a passkey to it; "
            "choose a name with a dot, as garage.home.arpa or garage.example.org, no "
            "address, or localhost for this machine alone",
            host);
    }
    if (port < 0 || port > 65535) {
        return failure_say(failure, "the page's port must be from 1 to 65535");
    }
    const long usual = strcmp(lower, "localhost") == 0 ? PAGE_PORT_LOCAL : PAGE_PORT;
    const uint16_t chosen = (uint16_t)(port == 0 ? usual : port);
    if (print_origin(lower, chosen, origin, sizeof(origin)) > ORIGIN_SIZE) {
        return failure_say(
            failure,
            "%s is too long to be the page's host: with https:// and its port it may "
            "have %d characters; choose a shorter name",
            lower, ORIGIN_SIZE);
    }
    memcpy(page->host, lower, sizeof(lower));
    page->port = chosen;
    return true;
}

struct text_row {
    const char *name;
    size_t offset;
    size_t room;
};

#define TEXT_ROW(field)                                                                            \
    {                                                                                              \
#field, offsetof(struct page_settings, field), sizeof(((struct page_settings *)0)->field)  \
    }

static const struct text_row text_rows[] = {TEXT_ROW(listen), TEXT_ROW(certificate), TEXT_ROW(key),
                                            TEXT_ROW(files)};

// Missing is empty. What may stand in nginx's configuration is judged where that is written.
static bool read_text(const cJSON *object, const struct text_row *row, struct page_settings *page)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, row->name);
    if (item == NULL) {
        return true;
    }
    if (!cJSON_IsString(item) || strlen(item->valuestring) >= row->room) {
        return false;
    }
    memcpy((char *)page + row->offset, item->valuestring, strlen(item->valuestring) + 1);
    return true;
}

bool page_settings_read(const cJSON *root, struct page_settings *out)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "page");
    struct page_settings page = {.port = 0};
    struct failure ignored; // home.json is damaged, says the caller
    if (object == NULL) {
        *out = page;
        return true;
    }
    const cJSON *host = cJSON_GetObjectItemCaseSensitive(object, "host");
    const cJSON *port = cJSON_GetObjectItemCaseSensitive(object, "port");
    if (!cJSON_IsString(host) || !cJSON_IsNumber(port) || port->valueint < 1 ||
        !page_settings_name(&page, host->valuestring, port->valueint, &ignored)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(text_rows) / sizeof(text_rows[0]); i++) {
        if (!read_text(object, &text_rows[i], &page)) {
            return false;
        }
    }
    *out = page;
    return true;
}

bool page_settings_add(cJSON *root, const struct page_settings *page)
{
    if (page->host[0] == '\0') {
        return true;
    }
    cJSON *object = cJSON_AddObjectToObject(root, "page");
    bool added = cJSON_AddStringToObject(object, "host", page->host) != NULL &&
                 cJSON_AddNumberToObject(object, "port", page->port) != NULL;
    for (size_t i = 0; added && i < sizeof(text_rows) / sizeof(text_rows[0]); i++) {
        const char *text = (const char *)page + text_rows[i].offset;
        added = text[0] == '\0' || cJSON_AddStringToObject(object, text_rows[i].name, text) != NULL;
    }
    return added;
}
