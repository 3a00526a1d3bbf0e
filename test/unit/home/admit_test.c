// Who is let in finds the doors that he was invited to, and nobody comes by the command line's own name.
#include "home/cli/invitations/admit.h"
#include "home/cli/invitations/make_invitation.h"
#include "home/people/enrolment.h"
#include "home/people/invitation_file.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

enum {
    HOUR = 3600
};

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;

static struct invitation_request request_for(const char *user, const char *out)
{
    static const uint8_t nobody[POINT_SIZE];
    struct invitation_request request = {.home = &home,
                                         .passphrase = &scratch.passphrase,
                                         .person = person_of(user, ROLE_MEMBER, nobody),
                                         .now = SCRATCH_NOW,
                                         .expires = SCRATCH_NOW + HOUR,
                                         .out = out,
                                         .broker_address = "127.0.0.1"};
    request.person.door_count = 1;
    memcpy(request.person.door[0], "garage", sizeof("garage"));
    return request;
}

static bool moved(const char *from, const char *to)
{
    struct path old;
    struct path new;
    return home_door_path(&home, from, NULL, &old, &failure) &&
           home_door_path(&home, to, NULL, &new, &failure) && rename(old.text, new.text) == 0;
}

static void a_door_that_is_gone_is_nobodys(void)
{
    static struct invitation_file file;
    struct path out;
    struct issued issued;
    struct invitation let_in;
    CHECK(path_join(scratch.folder.text, "desk", &out, &failure));
    const struct invitation_request desk = request_for("bob-desk", out.text);
    CHECK(make_invitation(&desk, &issued, &failure) &&
          invitation_file_read(out.text, &file, &failure));
    uint8_t point[POINT_SIZE];
    uint8_t enrol[ENROL_SIZE];
    EVP_PKEY *key = key_from_scalar(file.key);
    EVP_PKEY *bobs = NULL;
    CHECK(key_generate(&bobs, &failure) && key_point(bobs, point));
    CHECK(enrolment_sign(key, point, enrol));
    const struct admit_request wish = {.home = &home,
                                       .passphrase = &scratch.passphrase,
                                       .enrol = BYTES_OF(enrol),
                                       .now = SCRATCH_NOW};
    CHECK(moved("garage", "street"));
    CHECK(!admit(&wish, &let_in, &failure));
    CHECK(strstr(failure.text, "garage, which is no door any more") != NULL);
    CHECK(moved("street", "garage"));
    CHECK(admit(&wish, &let_in, &failure));
    EVP_PKEY_free(key);
    EVP_PKEY_free(bobs);
}

static void nobody_is_invited_as_the_command_line(void)
{
    const struct invitation_request request = request_for(home.settings.owner, "nowhere");
    CHECK(people_read(home.folder.text, &people, &failure));
    while (people_find(&people, home.settings.owner) != NULL) {
        people_remove(&people, (uint8_t)(people_find(&people, home.settings.owner) - people.at));
    }
    CHECK(people_write(home.folder.text, &people, &failure));
    CHECK(!make_invitation_allowed(&request, &failure));
    CHECK(strstr(failure.text, "is this command line") != NULL);
}

static bool home_is_made(void)
{
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&garage, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(home_is_made(), failure.text, __FILE__, __LINE__)) {
        RUN(a_door_that_is_gone_is_nobodys);
        RUN(nobody_is_invited_as_the_command_line);
    }
    scratch_end(&scratch);
    return check_verdict();
}
