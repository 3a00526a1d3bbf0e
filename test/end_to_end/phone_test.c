// Phones are invited, let in and operate the door: the command line, mosquitto, the door's program and
// phones as the protocol describes them (phone.h). Where this is root, an ordinary user does the short of
// it at the same time.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/phone_scene.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static struct phone bob;

static void bob_joins_by_his_link_and_opens_with_a_passkey(void)
{
    invited(&bob, "bob-phone", "member", PHONE_PASSKEY);
    CHECK(strcmp(bob.words.origin, "http://localhost:8088") == 0);
    CHECK(joins(&bob));
    CHECK_SAME(state_of("bob-phone"), INVITATION_USED);
    CHECK_SAME(phone_commands(&bob, ACTION_OPEN, false, WITHIN), RESULT_OK);
    CHECK(house_stands(&house, 1000, WITHIN));
    CHECK(!link_may_enter(&bob));
    is_closed_by_hand();
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: phone_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    (void)mosquitto_lib_init(); // never refused
    if (CHECK(phone_house_begins(words[1], words[2]))) {
        RUN(bob_joins_by_his_link_and_opens_with_a_passkey);
    }
    phone_ends(&bob);
    house_ends(&house);
    return check_verdict();
}
