// The phones' page: its origin, its file and nginx's configuration, and what is refused because a browser,
// a roster or nginx would take it for something else.
#include "home/cli/doors/move_door.h"
#include "home/page/nginx.h"
#include "home/page/page.h"
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;

static bool names(const char *host, long port)
{
    struct page_settings page = {.host = ""};
    return page_settings_name(&page, host, port, &failure);
}

static bool names_as(const char *host, long port, const char *origin)
{
    struct page_settings page = {.host = ""};
    return page_settings_name(&page, host, port, &failure) &&
           strcmp(page_origin_of(&page).text, origin) == 0;
}

static void an_origin_is_what_a_browser_says(void)
{
    const struct page_settings none = {.host = ""};
    CHECK(names_as("garage.home.arpa", 0, "https://garage.home.arpa"));
    CHECK(names_as("Garage.Example.ORG", 443, "https://garage.example.org"));
    CHECK(names_as("hub.local", 8443, "https://hub.local:8443"));
    CHECK(names_as("hub.tail1234.ts.net", 80, "https://hub.tail1234.ts.net:80"));
    CHECK(names_as("localhost", 0, "http://localhost:8088"));
    CHECK(names_as("localhost", 80, "http://localhost"));
    CHECK(names_as("localhost", 443, "http://localhost:443"));
    CHECK(page_origin_of(&none).text[0] == '\0');
}

static void a_name_that_no_passkey_can_be_bound_to_is_refused(void)
{
    static const char *const wrong[] = {
        "",           "hub",     "local",          "home.arpa",       "192.168.1.2", "1.2.3.4",
        "[fd00::1]",  "a..b.de", ".garage.de",     "garage.de.",      "-a.de",       "a-.de",
        "a_b.de",     "a b.de",  "garage.de:8443", "garage.de/",      "\"quoted.de", "a.de\nb",
        "gar\\age.d", "*.de",    "garage.de;}",    "m\xC3\xBCller.de"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        check_context(wrong[i]);
        CHECK(!names(wrong[i], 0));
    }
    check_context(NULL);
    CHECK(!names("m\xC3\xBCller.de", 0) && strstr(failure.text, "Punycode") != NULL);
    CHECK(names("xn--mller-kva.de", 0));
    CHECK(!names("a.de", 65536));
    CHECK(!names("a.de", -1));
}

// A Roster has 64 bytes for the origin.
static void an_origin_of_64_characters_is_the_longest(void)
{
    static const char host[] = "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz.de";
    char longer[HOST_MOST + 2];
    CHECK_SAME(strlen(host), 56);
    CHECK(names(host, 0));
    CHECK(!names(host, 8443));
    (void)snprintf(longer, sizeof(longer), "a%s", host);
    CHECK(!names(longer, 0));
    memset(longer, 'a', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    longer[5] = '.';
    CHECK(!names(longer, 0));
}

static bool fits(const char *place, const char *files, const char *listen)
{
    struct page_settings page = {.host = "garage.de", .port = 443};
    (void)snprintf(page.files, sizeof(page.files), "%s", files);
    (void)snprintf(page.listen, sizeof(page.listen), "%s", listen);
    return page_fits_nginx(place, &page, &failure);
}

static void a_path_that_nginx_would_read_otherwise_is_refused(void)
{
    static const char hostile[] = " \t\n\r;{}$#\"'\\*?[]()|&<>^`%!\x7F";
    CHECK(fits("/home/alice/.config/portcullis", "", ""));
    CHECK(fits("/srv/m\xC3\xBCller/a_b-c+d@e~f,g=h:i", "/usr/share/x", "192.168.1.2"));
    CHECK(!fits("relative", "", ""));
    CHECK(!fits("/srv", "relative/page", ""));
    for (size_t i = 0; hostile[i] != '\0'; i++) {
        char path[16];
        (void)snprintf(path, sizeof(path), "/srv/a%cb", hostile[i]);
        check_context(path);
        CHECK(!fits(path, "", ""));
        CHECK(!fits("/srv", path, ""));
        struct page_settings page = {.host = "garage.de", .port = 443};
        (void)snprintf(page.certificate, sizeof(page.certificate), "%s", path);
        CHECK(!page_fits_nginx("/srv", &page, &failure));
        page.certificate[0] = '\0';
        (void)snprintf(page.key, sizeof(page.key), "%s", path);
        CHECK(!page_fits_nginx("/srv", &page, &failure));
    }
    check_context(NULL);
}

static void it_listens_on_an_address_and_nothing_else(void)
{
    CHECK(fits("/srv", "", "[fd00::2]"));
    CHECK(!fits("/srv", "", "garage.de"));
    CHECK(!fits("/srv", "", "*"));
    CHECK(!fits("/srv", "", "unix:/tmp/x"));
    CHECK(!fits("/srv", "", "[]"));
    CHECK(!fits("/srv", "", "127.0.0.1 ssl"));
    CHECK(!fits("/srv", "", "127.0.0.1;"));
}

static void a_page_without_tls_stays_on_loopback(void)
{
    static const char *const open[] = {"0.0.0.0", "192.168.1.2", "[::]", "[fd00::2]", "12.7.0.1"};
    struct page_settings page = {.host = "localhost", .port = 8088};
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        check_context(open[i]);
        (void)snprintf(page.listen, sizeof(page.listen), "%s", open[i]);
        CHECK(!page_fits_nginx("/srv", &page, &failure));
    }
    check_context(NULL);
    (void)snprintf(page.listen, sizeof(page.listen), "127.0.0.2");
    CHECK(page_fits_nginx("/srv", &page, &failure));
    (void)snprintf(page.listen, sizeof(page.listen), "[::1]");
    CHECK(page_fits_nginx("/srv", &page, &failure));
}

// Reads a file of the home as text.
static const char *text_of(const char *name)
{
    static char text[16384];
    struct path path;
    struct bytes content = {.count = 0};
    text[0] = '\0';
    if (check_that(home_path(&home, name, &path, &failure) &&
                       file_read(path.text, (uint8_t *)text, sizeof(text), &content, &failure),
                   name, __FILE__, __LINE__)) {
        text[content.count] = '\0';
    }
    return text;
}

static mode_t mode_of(const char *name)
{
    struct path path;
    struct stat found = {.st_mode = 0};
    CHECK(home_path(&home, name, &path, &failure));
    CHECK(stat(path.text, &found) == 0);
    return found.st_mode & 07777;
}

static void make_home_of(const char *host)
{
    struct home_request request = scratch_home_request(&scratch);
    folder_remove(scratch.place.text);
    request.settings.websockets_port = 28083;
    CHECK(page_settings_name(&request.settings.page, host, 0, &failure));
    CHECK(make_home(&request, scratch.sheet, &scratch.failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
}

static void add_door(const char *name, uint8_t warning)
{
    struct door_request request = scratch_door_request(&scratch, &home, name);
    request.settings.warning_seconds = warning;
    CHECK(make_door(&request, &failure));
}

// What the page has to find in its file, made from identity.pub, where the writer takes the image.
static void expect_doors(size_t count, const char *const *names, const unsigned *warnings)
{
    char expected[2048];
    size_t at = (size_t)snprintf(expected, sizeof(expected),
                                 "{\"format\":1,\"organisation\":\"%s\",\"root\":\"portcullis\","
                                 "\"doors\":[",
                                 home.settings.organisation);
    for (size_t i = 0; i < count; i++) {
        struct path path;
        EVP_PKEY *key = NULL;
        uint8_t point[POINT_SIZE] = {0};
        CHECK(home_door_path(&home, names[i], "identity.pub", &path, &failure));
        CHECK(key_load_public(path.text, &key, &failure) && key_point(key, point));
        EVP_PKEY_free(key);
        at += (size_t)snprintf(expected + at, sizeof(expected) - at,
                               "%s{\"name\":\"%s\",\"point\":\"", i == 0 ? "" : ",", names[i]);
        for (size_t b = 0; b < POINT_SIZE; b++) {
            at += (size_t)snprintf(expected + at, sizeof(expected) - at, "%02x", point[b]);
        }
        at += (size_t)snprintf(expected + at, sizeof(expected) - at, "\",\"warning\":%u}",
                               warnings[i]);
    }
    (void)snprintf(expected + at, sizeof(expected) - at, "]}");
    CHECK_BYTES(bytes_of_text(text_of("page/home.json")), bytes_of_text(expected));
}

static void its_file_names_the_doors_and_nothing_else_as_they_come_and_go(void)
{
    static struct door_image opened; // large, and there is one
    struct door_request request;
    make_home_of("garage.home.arpa");
    expect_doors(0, NULL, NULL);
    add_door("garage", 5);
    add_door("barn", 12);
    expect_doors(2, (const char *const[]){"barn", "garage"}, (const unsigned[]){12, 5});
    CHECK(door_image_open(&home, "barn", &opened, &failure));
    request = scratch_door_request(&scratch, &home, "stable");
    CHECK(rename_door(&request, "barn", &opened, &failure));
    door_image_close(&opened);
    expect_doors(2, (const char *const[]){"garage", "stable"}, (const unsigned[]){5, 12});
    CHECK(door_image_open(&home, "garage", &opened, &failure));
    request = scratch_door_request(&scratch, &home, "garage");
    request.settings.warning_seconds = 9;
    CHECK(replace_door(&request, &opened, &failure));
    door_image_close(&opened);
    expect_doors(2, (const char *const[]){"garage", "stable"}, (const unsigned[]){9, 12});
    CHECK(door_image_open(&home, "garage", &opened, &failure));
    CHECK(remove_door(&home, "garage", &opened, &failure));
    door_image_close(&opened);
    expect_doors(1, (const char *const[]){"stable"}, (const unsigned[]){12});
}

// The web server is another user: he may read that one file, and nothing else of the home.
static void others_may_read_that_file_and_no_other(void)
{
    CHECK_SAME(mode_of("."), 0711);
    CHECK_SAME(mode_of("page"), 0755);
    CHECK_SAME(mode_of("page/home.json"), 0644);
    CHECK_SAME(mode_of("page/nginx.conf"), 0600);
    CHECK_SAME(mode_of("home.json"), 0600);
    CHECK_SAME(mode_of("people.json"), 0600);
    CHECK_SAME(mode_of("doors"), 0700);
    CHECK_SAME(mode_of("keys"), 0700);
    CHECK_SAME(mode_of("authority"), 0700);
}

static void expect_origin(const char *door, const char *origin)
{
    struct stored_roster stored;
    uint8_t expected[ORIGIN_SIZE] = {0};
    for (size_t i = 0; i < ORIGIN_SIZE && origin[i] != '\0'; i++) {
        expected[i] = (uint8_t)origin[i];
    }
    CHECK(roster_load(&home, door, "roster", &stored, &failure));
    CHECK_BYTES(BYTES_OF(stored.message.head.origin), BYTES_OF(expected));
}

static void the_first_roster_of_a_door_has_the_origin(void)
{
    static struct door_image opened; // large, and there is one
    struct roster_message first;
    expect_origin("stable", "https://garage.home.arpa");
    CHECK(door_image_open(&home, "stable", &opened, &failure));
    CHECK(roster_decode(opened.image.first_roster, &first));
    CHECK(strcmp((const char *)first.head.origin, "https://garage.home.arpa") == 0);
    door_image_close(&opened);
}

// As `portcullis page host` does.
static size_t issue_for(struct home_settings *settings)
{
    static struct people people;
    static struct issued issued;
    struct path path;
    EVP_PKEY *admin = NULL;
    home.settings = *settings;
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(home_path(&home, "keys/admin.key", &path, &failure));
    CHECK(key_load(path.text, &scratch.passphrase, &admin, &failure));
    const struct roster_issue issue = {
        .home = &home, .people = &people, .signer = admin, .now = SCRATCH_NOW + 60};
    CHECK(rosters_issue(&issue, &issued, &failure));
    EVP_PKEY_free(admin);
    return issued.count;
}

static size_t behind(void)
{
    static struct people people;
    static struct doors doors;
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(rosters_behind(&home, &people, &doors, &failure));
    return doors.count;
}

static void another_name_makes_every_roster_anew_and_the_same_one_none(void)
{
    struct home_settings settings = home.settings;
    CHECK_SAME(issue_for(&settings), 0);
    CHECK(page_settings_name(&settings.page, "hub.local", 8443, &failure));
    home.settings = settings;
    CHECK_SAME(behind(), 1);
    CHECK_SAME(issue_for(&settings), 1);
    CHECK_SAME(behind(), 0);
    expect_origin("stable", "https://hub.local:8443");
    CHECK_SAME(issue_for(&settings), 0);
}

// Another owner's home that knows of no page takes nobody's passkeys away.
static void a_home_without_a_page_leaves_the_origin_as_it_is(void)
{
    static struct people people;
    struct home_settings settings = home.settings;
    uint8_t point[POINT_SIZE] = {7};
    const struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    settings.page = (struct page_settings){.host = ""};
    CHECK_SAME(issue_for(&settings), 0);
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(people_add(&people, &bob, &failure));
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK_SAME(issue_for(&settings), 1);
    expect_origin("stable", "https://hub.local:8443");
}

static void the_settings_come_back_as_they_were_written(void)
{
    struct home_settings settings = home.settings;
    struct home again;
    CHECK(page_settings_name(&settings.page, "garage.home.arpa", 8443, &failure));
    memcpy(settings.page.listen, "10.0.0.1", sizeof("10.0.0.1"));
    memcpy(settings.page.certificate, "/etc/page.crt", sizeof("/etc/page.crt"));
    memcpy(settings.page.key, "/etc/page.key", sizeof("/etc/page.key"));
    memcpy(settings.page.files, "/srv/page", sizeof("/srv/page"));
    CHECK(home_write_settings(home.folder.text, &settings, &failure));
    CHECK(home_open(home.folder.text, &again, &failure));
    CHECK(memcmp(&again.settings.page, &settings.page, sizeof(settings.page)) == 0);
}

static void settings_with_a_name_that_is_none_are_damaged(void)
{
    struct path path;
    struct home again;
    static const char from[] = "\"garage.home.arpa\"";
    CHECK(home_path(&home, "home.json", &path, &failure));
    char *text = strdup(text_of("home.json"));
    char *at = text == NULL ? NULL : strstr(text, from);
    if (at == NULL) {
        CHECK(at != NULL);
        free(text);
        return;
    }
    memcpy(at, "\"garage;home.arpa\"", sizeof(from) - 1);
    CHECK(file_write(path.text, bytes_of_text(text), &failure));
    CHECK(!home_open(home.folder.text, &again, &failure));
    CHECK(strstr(failure.text, "damaged") != NULL);
    free(text);
}

static void a_home_without_a_host_has_no_page(void)
{
    struct path path;
    folder_remove(scratch.place.text);
    CHECK(scratch_home(&scratch, &home));
    CHECK(home_path(&home, "page", &path, &failure));
    CHECK(!file_exists(path.text));
    CHECK_SAME(mode_of("."), 0700);
    CHECK(page_write(&home, &failure));
    CHECK(!file_exists(path.text));
    add_door("garage", 5);
    expect_origin("garage", "");
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(an_origin_is_what_a_browser_says);
    RUN(a_name_that_no_passkey_can_be_bound_to_is_refused);
    RUN(an_origin_of_64_characters_is_the_longest);
    RUN(a_path_that_nginx_would_read_otherwise_is_refused);
    RUN(it_listens_on_an_address_and_nothing_else);
    RUN(a_page_without_tls_stays_on_loopback);
    RUN(its_file_names_the_doors_and_nothing_else_as_they_come_and_go);
    RUN(others_may_read_that_file_and_no_other);
    RUN(the_first_roster_of_a_door_has_the_origin);
    RUN(another_name_makes_every_roster_anew_and_the_same_one_none);
    RUN(a_home_without_a_page_leaves_the_origin_as_it_is);
    RUN(the_settings_come_back_as_they_were_written);
    RUN(settings_with_a_name_that_is_none_are_damaged);
    RUN(a_home_without_a_host_has_no_page);
    scratch_end(&scratch);
    return check_verdict();
}
