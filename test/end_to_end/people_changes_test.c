// People who come and go, through the programs as they are: portcullis, portcullis-door and a real
// mosquitto. Done is what the door itself says. As root it runs once more as an ordinary user.
#include "home/people/issue_rosters.h"
#include "test/end_to_end/command_line.h"
#include "test/end_to_end/home_scene.h"
#include "test/support/check.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct home_scene scene;
static struct failure failure;

#define RUNS(...)                                                                                  \
    command_line_runs(scene.scratch.place.text, (const char *const[]){__VA_ARGS__, NULL})
#define RUNS_AT(place, ...) command_line_runs(place, (const char *const[]){__VA_ARGS__, NULL})
#define WITH_PASSPHRASE     "--passphrase-file", command_line_file("passphrase")

static bool is_in(const char *file, const char *words)
{
    struct path path;
    uint8_t room[FILE_MOST];
    struct bytes content = {NULL, 0};
    if (!home_path(&scene.home, file, &path, &failure) ||
        !file_read(path.text, room, sizeof(room) - 1, &content, &failure)) {
        return false;
    }
    room[content.count] = '\0';
    return strstr((const char *)room, words) != NULL;
}

static void who_is_added_is_obeyed_and_who_is_revoked_is_met_with_silence(void)
{
    EVP_PKEY *bob = home_scene_new_key("bob");
    EVP_PKEY *stop = home_scene_new_key("bob-stop");
    EVP_PKEY_free(stop);
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "bob-phone", "bob"), 0);
    CHECK(command_line_said("bob-phone is added: member") && command_line_said("garage: done"));
    CHECK_SAME(home_scene_roster_in_force(&scene), 2);
    CHECK(is_in("broker/acl", "user bob-phone"));
    CHECK(home_scene_door_obeys(&scene, bob, "bob-phone"));
    CHECK(!home_scene_door_obeys(&scene, bob, "alice-laptop"));
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(RUNS("user", "add", "bob-phone", "--role", "stop-only", "--key",
                    home_scene_pub("bob-stop"), WITH_PASSPHRASE),
               0);
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(RUNS("revoke", "bob", "--json", WITH_PASSPHRASE), 0);
    CHECK(command_line_said("\"bob is revoked: 2 keys\"") && command_line_said("\"done\":true") &&
          command_line_said("\"answer\":\"confirmed\""));
    CHECK_SAME(home_scene_roster_in_force(&scene), 4);
    CHECK(!is_in("broker/acl", "bob-phone"));
    CHECK(!is_in("people.json", "bob-phone"));
    CHECK(!home_scene_door_obeys(&scene, bob, "bob-phone"));
    EVP_PKEY_free(bob);
}

static void without_a_broker_it_is_not_yet_until_it_is_sent(void)
{
    EVP_PKEY *carol = home_scene_new_key("carol");
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "carol-phone", "carol"), 0);
    const uint32_t before = home_scene_roster_in_force(&scene);
    home_scene_broker_stops(&scene);
    CHECK_SAME(RUNS("revoke", "carol-phone", WITH_PASSPHRASE), 1);
    CHECK(command_line_said("garage: not yet: no broker at") &&
          command_line_said("`portcullis roster send garage`"));
    CHECK(!command_line_said("garage: done"));
    CHECK_SAME(RUNS("roster", "send"), 1);
    door_program_kill(&scene.door);
    home_scene_broker_starts(&scene);
    // The broker keeps it for a door that is away.
    CHECK_SAME(RUNS("roster", "send", "--json"), 1);
    CHECK(command_line_said("\"done\":false") && command_line_said("\"answer\":\"not-yet\""));
    CHECK(door_program_start(&scene.door));
    CHECK_SAME(RUNS("roster", "send"), 0);
    CHECK(command_line_said("garage: done"));
    CHECK_SAME(home_scene_roster_in_force(&scene), before + 1);
    CHECK(!home_scene_door_obeys(&scene, carol, "carol-phone"));
    EVP_PKEY_free(carol);
}

static void any_word_with_the_door_sends_what_it_has_missed(void)
{
    EVP_PKEY *dave = home_scene_new_key("dave");
    EVP_PKEY_free(dave);
    home_scene_door_starts_anew(&scene);
    const uint32_t before = home_scene_roster_in_force(&scene);
    home_scene_broker_stops(&scene);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "dave-phone", "dave"), 1);
    home_scene_broker_starts(&scene);
    CHECK_SAME(RUNS("people", "--confirm"), 1);
    CHECK(command_line_said("garage: not yet"));
    CHECK_SAME(RUNS("status"), 0);
    bench_pause(1500);
    CHECK_SAME(RUNS("people", "--confirm"), 0);
    CHECK_SAME(home_scene_roster_in_force(&scene), before + 1);
}

// As it had it on its first day, with the word of the door that names it: a broker that kept both shows
// them again.
static void a12_an_old_roster_with_the_doors_old_word_counts_for_nothing(void)
{
    char flash[DOOR_PATH_MOST];
    door_program_kill(&scene.door);
    home_scene_keeps_roster(&scene, scene.image.first_roster);
    door_program_path(&scene.door, "flash", flash);
    CHECK(remove(flash) == 0 && door_program_start(&scene.door));
    bench_pause(1500);
    CHECK_SAME(RUNS("people", "adopt", "garage", "--yes"), 1);
    CHECK(command_line_said("is an older one of this home"));
    CHECK(is_in("people.json", "dave-phone"));
    CHECK_SAME(RUNS("roster", "send"), 0);
}

static void what_is_wrong_is_refused_before_anything_is_asked_or_written(void)
{
    EVP_PKEY *eve = home_scene_new_key("eve");
    EVP_PKEY_free(eve);
    const uint32_t before = home_scene_roster_in_force(&scene);
    CHECK_SAME(RUNS("user", "add", "eve", "--role", "guest", "--key", home_scene_pub("eve")), 2);
    CHECK(command_line_said("a guest without a limit has no power"));
    CHECK_SAME(RUNS("user", "add", "eve", "--role", "admin", "--key", home_scene_pub("eve")), 2);
    CHECK_SAME(RUNS("user", "add", "eve", "--role", "member", "--may-open", "--key",
                    home_scene_pub("eve")),
               2);
    CHECK_SAME(RUNS("user", "add", "keeper", "--role", "member", "--key", home_scene_pub("eve")),
               2);
    CHECK_SAME(RUNS("user", "add", "door-eve", "--role", "member", "--key", home_scene_pub("eve")),
               2);
    CHECK_SAME(RUNS("user", "add", "eve", "--role", "member", "--key", home_scene_pub("eve"),
                    "--doors", "a"),
               1);
    CHECK(command_line_said("there is no door a"));
    CHECK_SAME(
        RUNS("user", "add", "dave-phone", "--role", "member", "--key", home_scene_pub("eve")), 1);
    CHECK_SAME(RUNS("user", "rename", "alice-laptop", "alice-pc"), 1);
    CHECK_SAME(RUNS("revoke", "nobody-here"), 1);
    CHECK_SAME(RUNS("revoke", "admin"), 1);
    CHECK_SAME(RUNS("revoke", "timekeeper"), 1);
    // Nobody is there to answer, and --yes is not said.
    CHECK_SAME(RUNS("revoke", "alice", WITH_PASSPHRASE), 1);
    CHECK(command_line_said("the last owner") && command_line_said("--yes answers it"));
    CHECK(is_in("people.json", "alice-laptop"));
    CHECK_SAME(home_scene_roster_in_force(&scene), before);
}

static void another_homes_sheet_is(const char *file)
{
    EVP_PKEY *key = home_scene_new_key("other");
    struct recovery_sheet sheet = {.organisation = "Portcullis", .made = "2026-03-01"};
    char text[RECOVERY_SHEET_MOST];
    CHECK(key_scalar(key, sheet.scalar));
    CHECK(recovery_sheet_print(&sheet, text, sizeof(text), &failure));
    CHECK(file_write(command_line_file(file), bytes_of_text(text), &failure));
    EVP_PKEY_free(key);
}

static void a_lost_admin_key_comes_back_by_the_recovery_sheet(void)
{
    struct path admin;
    EVP_PKEY *erin = home_scene_new_key("erin");
    EVP_PKEY_free(erin);
    CHECK(home_path(&scene.home, "keys/admin.key", &admin, &failure));
    CHECK(unlink(admin.text) == 0);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "erin-phone", "erin"), 3);
    CHECK(file_write(command_line_file("sheet"), bytes_of_text(scene.scratch.sheet), &failure));
    CHECK(file_write(command_line_file("passphrase"), bytes_of_text("battery staple\n"), &failure));
    // A sheet of another home, or with a typing error, makes no admin.
    char wrong[RECOVERY_SHEET_MOST];
    memcpy(wrong, scene.scratch.sheet, sizeof(wrong));
    char *digit = strstr(wrong, "\n  1  ");
    CHECK(digit != NULL);
    if (digit != NULL) {
        digit[6] = digit[6] == '0' ? '1' : '0';
    }
    CHECK(file_write(command_line_file("wrong"), bytes_of_text(wrong), &failure));
    CHECK_SAME(RUNS("recover", "--recovery-file", command_line_file("wrong"), WITH_PASSPHRASE), 3);
    another_homes_sheet_is("other");
    CHECK_SAME(RUNS("recover", "--recovery-file", command_line_file("other"), WITH_PASSPHRASE), 3);
    CHECK(command_line_said("the recovery sheet of another home"));
    CHECK(!file_exists(admin.text));
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(RUNS("recover", "--recovery-file", command_line_file("sheet"), WITH_PASSPHRASE), 0);
    CHECK(command_line_said("admin has a new key") && command_line_said("garage: done"));
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "erin-phone", "erin"), 0);
}

static void two_owners_do_not_overwrite_each_other(void)
{
    const char *second = command_line_file("second-home");
    struct path place;
    (void)snprintf(place.text, sizeof(place.text), "%s", second);
    if (!CHECK(home_scene_gains_owner(&scene, place.text))) {
        return;
    }
    EVP_PKEY_free(home_scene_new_key("frank"));
    EVP_PKEY_free(home_scene_new_key("grace"));
    EVP_PKEY *heidi = home_scene_new_key("heidi");
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(home_scene_adds(scene.scratch.place.text, "frank-phone", "frank"), 0);
    const uint32_t first = home_scene_roster_in_force(&scene);
    // Both have signed that version; the door has taken the first one.
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(home_scene_adds(place.text, "grace-phone", "grace"), 1);
    CHECK(command_line_said("another owner's roster") &&
          command_line_said("`portcullis people adopt garage`"));
    // One version more, and it would fit: it is not sent over the other's.
    CHECK_SAME(home_scene_adds(place.text, "heidi-phone", "heidi"), 1);
    CHECK(command_line_said("another owner's roster"));
    CHECK_SAME(RUNS_AT(place.text, "status"), 0);
    CHECK_SAME(RUNS_AT(place.text, "roster", "send"), 1);
    CHECK_SAME(home_scene_roster_in_force(&scene), first);
    // Without an answer nothing is taken over.
    home_scene_certify(place.text, "grace-phone", "4D");
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage"), 1);
    CHECK(command_line_said("+ frank-phone") && command_line_said("- grace-phone") &&
          command_line_said("- heidi-phone") && command_line_said("word of it is fresh, "));
    // Grace had a certificate: without the passphrase it could not be revoked.
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes", "--passphrase-file",
                       command_line_file("sheet")),
               1);
    CHECK(command_line_said("wrong passphrase"));
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes", "--passphrase-file",
                       command_line_file("nowhere")),
               3);
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes", WITH_PASSPHRASE), 0);
    CHECK(home_scene_has_revoked(place.text, "4D"));
    CHECK_SAME(RUNS_AT(place.text, "people", "--confirm"), 0);
    CHECK(command_line_said("frank-phone") && !command_line_said("grace-phone") &&
          !command_line_said("roster sign"));
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage"), 0);
    CHECK(command_line_said("there is nothing to take over"));
    CHECK_SAME(home_scene_adds(place.text, "grace-phone", "grace"), 0);
    // The first owner overrules that, by his own word.
    home_scene_door_starts_anew(&scene);
    CHECK_SAME(RUNS("roster", "send"), 1);
    CHECK_SAME(RUNS("roster", "sign", "--over", "garage", WITH_PASSPHRASE), 0);
    CHECK_SAME(home_scene_roster_in_force(&scene), first + 2);
    EVP_PKEY_free(heidi);
}

// In the place of the roster in force the broker gives the door's first one, soundly signed.
static void a12_an_old_roster_that_the_broker_shows_counts_for_nothing(void)
{
    struct path place;
    struct path path;
    uint8_t room[ROSTER_MOST + 1];
    struct bytes in_force = {NULL, 0};
    (void)snprintf(place.text, sizeof(place.text), "%s", command_line_file("second-home"));
    home_scene_keeps_roster(&scene, scene.image.first_roster);
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes"), 3);
    CHECK(command_line_said("is not the one that the door has in force"));
    CHECK(home_door_path(&scene.home, "garage", "roster", &path, &failure) &&
          file_read(path.text, room, sizeof(room), &in_force, &failure));
    home_scene_keeps_roster(&scene, in_force);
}

static void a_roster_of_nobody_we_know_is_not_taken_over(void)
{
    struct people people;
    struct path place;
    struct path file;
    uint8_t index = 0;
    (void)snprintf(place.text, sizeof(place.text), "%s", command_line_file("second-home"));
    // The second owner has forgotten the first one's admin key: his word counts for nothing there.
    CHECK(people_read(place.text, &people, &failure));
    while (strcmp(person_user(&people.at[index]).text, "admin") != 0) {
        index++;
    }
    people_remove(&people, index);
    CHECK(path_join(place.text, "people.json", &file, &failure));
    CHECK(file_write(file.text, bytes_of_text("{}"), &failure));
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes"), 3);
    CHECK(command_line_said("people.json is damaged"));
    CHECK(people_write(place.text, &people, &failure));
    CHECK_SAME(RUNS_AT(place.text, "people", "adopt", "garage", "--yes"), 1);
    CHECK(command_line_said("is signed by nobody that people.json calls an admin"));
    CHECK(people_read(place.text, &people, &failure));
    CHECK(people_find(&people, "grace-phone") != NULL);
}

static void processes_at_once_on_one_home_do_not_harm_each_other(void)
{
    enum {
        AT_ONCE = 4
    };
    pid_t children[AT_ONCE];
    char names[AT_ONCE][8];
    char into[AT_ONCE][32];
    home_scene_broker_stops(&scene); // what is sent matters not here, and nobody waits for it
    for (size_t i = 0; i < AT_ONCE; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "m-%zu", i % 9);
        (void)snprintf(into[i], sizeof(into[i]), "said-%zu", i);
        EVP_PKEY_free(home_scene_new_key(names[i]));
    }
    for (size_t i = 0; i < AT_ONCE; i++) {
        const char *const words[] = {
            "user",          "add", names[i], "--role", "member", "--key", home_scene_pub(names[i]),
            WITH_PASSPHRASE, NULL};
        children[i] =
            command_line_starts(scene.scratch.place.text, words, command_line_file(into[i]));
    }
    struct people people;
    struct doors behind;
    for (size_t i = 0; i < AT_ONCE; i++) {
        const int code = command_line_ends(children[i]);
        command_line_hear(command_line_file(into[i]));
        CHECK(code == 1 || (code == 3 && command_line_said("another portcullis is changing")));
        CHECK(people_read(scene.scratch.place.text, &people, &failure));
        CHECK_SAME(people_find(&people, names[i]) != NULL, code == 1);
    }
    CHECK(rosters_behind(&scene.home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    home_scene_broker_starts(&scene);
}

static void run_all(void)
{
    scratch_begin(&scene.scratch);
    command_line_works_in(scene.scratch.folder.text);
    if (check_that(home_scene_begins(&scene), failure.text, __FILE__, __LINE__)) {
        home_scene_broker_starts(&scene);
        CHECK(door_program_start(&scene.door));
        RUN(who_is_added_is_obeyed_and_who_is_revoked_is_met_with_silence);
        RUN(without_a_broker_it_is_not_yet_until_it_is_sent);
        RUN(any_word_with_the_door_sends_what_it_has_missed);
        RUN(a12_an_old_roster_with_the_doors_old_word_counts_for_nothing);
        RUN(what_is_wrong_is_refused_before_anything_is_asked_or_written);
        RUN(a_lost_admin_key_comes_back_by_the_recovery_sheet);
        RUN(two_owners_do_not_overwrite_each_other);
        RUN(a12_an_old_roster_that_the_broker_shows_counts_for_nothing);
        RUN(a_roster_of_nobody_we_know_is_not_taken_over);
        RUN(processes_at_once_on_one_home_do_not_harm_each_other);
        bench_stop(scene.broker);
        door_program_remove(&scene.door);
    }
    scratch_end(&scene.scratch);
}

// In a process of its own, at the same time.
static pid_t as_an_ordinary_user(void)
{
    const struct passwd *nobody = getpwnam("nobody");
    const pid_t child = fork();
    if (child == 0) {
        if (nobody == NULL || setgroups(0, NULL) != 0 || setgid(nobody->pw_gid) != 0 ||
            setuid(nobody->pw_uid) != 0) {
            _exit(1);
        }
        run_all();
        _exit(check_verdict());
    }
    return child;
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fputs("usage: people_changes_test PORTCULLIS PORTCULLIS-DOOR\n", stderr);
        return 2;
    }
    command_line_is(words[1]);
    scene.door_program = words[2];
    (void)signal(SIGPIPE, SIG_IGN);
    const bool is_root = geteuid() == 0;
    const pid_t ordinary = is_root ? as_an_ordinary_user() : -1;
    (void)mosquitto_lib_init(); // never refused
    run_all();
    CHECK(!is_root || (ordinary > 0 && command_line_ends(ordinary) == 0));
    return check_verdict();
}
