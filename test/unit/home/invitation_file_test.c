// Numbers in files about invitations: what is damaged there is refused as damaged, and never taken for
// another number.
#include "home/cli/invitations/make_invitation.h"
#include "home/people/admission.h"
#include "home/people/invitation_file.h"
#include "home/people/invitations.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

enum {
    HOUR = 3600,
    TEXT_MOST = 16384
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct path out;
static struct path list;

// No whole number within bounds; what C says of a conversion of the first ones is nothing.
static const char *const numbers[] = {"1e300", "-1e300", "1e999", "-1e999", "-1",   "1e19",
                                      "-1e19", "0.5",    "1.5",   "-0.5",   "1e17", "\"1\"",
                                      "null",  "[]",     "{}",    "true"};
enum {
    NUMBERS = sizeof(numbers) / sizeof(numbers[0])
};

static struct bytes text_of(const struct path *path, char room[TEXT_MOST])
{
    struct bytes content = {NULL, 0};
    CHECK(file_read(path->text, (uint8_t *)room, TEXT_MOST - 1, &content, &failure));
    room[content.count] = '\0';
    return content;
}

// The file with another number behind that name.
static void write_with(const struct path *path, const char *whole, const char *name,
                       const char *number)
{
    static char text[TEXT_MOST];
    char field[32];
    (void)snprintf(field, sizeof(field), "\"%s\":", name);
    const char *at = strstr(whole, field);
    if (at == NULL) {
        check_that(false, name, __FILE__, __LINE__);
        return;
    }
    at += strlen(field);
    const char *rest = at + strcspn(at, ",\n");
    (void)snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - whole), whole, number, rest);
    CHECK(file_write(path->text, bytes_of_text(text), &failure));
}

static bool is_damaged(bool read)
{
    return !read && strstr(failure.text, "damaged") != NULL;
}

static void a_list_with_a_number_that_is_none_is_damaged(void)
{
    static const char *const names[] = {"expires", "uses", "last"};
    static struct invitations invitations;
    static char whole[TEXT_MOST];
    (void)text_of(&list, whole);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        for (size_t k = 0; k < NUMBERS; k++) {
            char context[64];
            (void)snprintf(context, sizeof(context), "%s: %s", names[i], numbers[k]);
            check_context(context);
            write_with(&list, whole, names[i], numbers[k]);
            CHECK(is_damaged(invitations_read(home.folder.text, &invitations, &failure)));
        }
    }
    check_context(NULL);
    write_with(&list, whole, "expires", "253402300799");
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    CHECK_SAME(invitations.at[0].expires, 253402300799);
    CHECK(file_write(list.text, bytes_of_text(whole), &failure));
    CHECK(invitations_read(home.folder.text, &invitations, &failure));
    CHECK_SAME(invitations.at[0].person.entry.uses, 3);
}

static void an_invitation_with_a_number_that_is_none_is_damaged(void)
{
    static const char *const names[] = {"expires", "port", "portcullis_invitation"};
    static struct invitation_file file;
    static char whole[TEXT_MOST];
    (void)text_of(&out, whole);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        for (size_t k = 0; k < NUMBERS; k++) {
            char context[64];
            (void)snprintf(context, sizeof(context), "%s: %s", names[i], numbers[k]);
            check_context(context);
            write_with(&out, whole, names[i], numbers[k]);
            CHECK(is_damaged(invitation_file_read(out.text, &file, &failure)));
        }
    }
    check_context(NULL);
    write_with(&out, whole, "port", "65536");
    CHECK(is_damaged(invitation_file_read(out.text, &file, &failure)));
    write_with(&out, whole, "port", "0");
    CHECK(is_damaged(invitation_file_read(out.text, &file, &failure)));
    write_with(&out, whole, "portcullis_invitation", "2");
    CHECK(!invitation_file_read(out.text, &file, &failure));
    CHECK(strstr(failure.text, "use a newer portcullis") != NULL);
    CHECK(file_write(out.text, bytes_of_text(whole), &failure));
    CHECK(invitation_file_read(out.text, &file, &failure));
    CHECK_SAME(file.settings.broker_port, home.settings.broker_port);
}

static void an_admission_with_a_number_that_is_none_is_dropped(void)
{
    static struct admission admission;
    char text[128];
    for (size_t k = 0; k < NUMBERS; k++) {
        check_context(numbers[k]);
        (void)snprintf(text, sizeof(text), "{\"certificate\":\"x\",\"rosters\":{\"garage\":%s}}",
                       numbers[k]);
        CHECK(!admission_read(bytes_of_text(text), &admission));
    }
    check_context(NULL);
    (void)snprintf(text, sizeof(text), "{\"certificate\":\"x\",\"rosters\":{\"garage\":7}}");
    CHECK(admission_read(bytes_of_text(text), &admission));
    CHECK_SAME(admission.door[0].roster, 7);
}

// Bob with all the numbers that an entry may have.
static bool bob_is_invited(void)
{
    static const uint8_t nobody[POINT_SIZE];
    struct issued issued;
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    struct invitation_request request = {.home = &home,
                                         .passphrase = &scratch.passphrase,
                                         .person = person_of("bob-desk", ROLE_MEMBER, nobody),
                                         .now = SCRATCH_NOW,
                                         .expires = SCRATCH_NOW + HOUR,
                                         .out = out.text,
                                         .broker_address = "127.0.0.1"};
    request.person.entry.uses = 3;
    request.person.entry.last = 20000;
    return make_door(&garage, &failure) &&
           path_join(scratch.folder.text, "bob-desk.invitation", &out, &failure) &&
           home_path(&home, "invitations.json", &list, &failure) &&
           make_invitation(&request, &issued, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    scratch.passphrase.rounds = 1;
    if (check_that(bob_is_invited(), failure.text, __FILE__, __LINE__)) {
        RUN(a_list_with_a_number_that_is_none_is_damaged);
        RUN(an_invitation_with_a_number_that_is_none_is_damaged);
        RUN(an_admission_with_a_number_that_is_none_is_dropped);
    }
    scratch_end(&scratch);
    return check_verdict();
}
