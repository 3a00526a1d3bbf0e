// The commands of the program; argv[0] is the first argument behind the command's words.
#ifndef HOME_CLI_COMMANDS_H
#define HOME_CLI_COMMANDS_H

#include "home/cli/arguments.h"

enum cli_exit cli_init(int argc, char *const *argv);
enum cli_exit cli_door_add(int argc, char *const *argv);
enum cli_exit cli_door_list(int argc, char *const *argv);
enum cli_exit cli_door_set(int argc, char *const *argv);
enum cli_exit cli_door_image(int argc, char *const *argv);
enum cli_exit cli_door_allow(int argc, char *const *argv);
enum cli_exit cli_door_check(int argc, char *const *argv);
enum cli_exit cli_door_rename(int argc, char *const *argv);
enum cli_exit cli_door_replace(int argc, char *const *argv);
enum cli_exit cli_door_remove(int argc, char *const *argv);
enum cli_exit cli_broker_config(int argc, char *const *argv);
enum cli_exit cli_broker_unit(int argc, char *const *argv);
enum cli_exit cli_broker_renew(int argc, char *const *argv);
enum cli_exit cli_broker_acl(int argc, char *const *argv);
enum cli_exit cli_open(int argc, char *const *argv);
enum cli_exit cli_close(int argc, char *const *argv);
enum cli_exit cli_stop(int argc, char *const *argv);
enum cli_exit cli_vent(int argc, char *const *argv);
enum cli_exit cli_identify(int argc, char *const *argv);
enum cli_exit cli_lock(int argc, char *const *argv);
enum cli_exit cli_status(int argc, char *const *argv);
enum cli_exit cli_watch(int argc, char *const *argv);
enum cli_exit cli_time(int argc, char *const *argv);

enum cli_exit cli_user_add(int argc, char *const *argv);
enum cli_exit cli_user_list(int argc, char *const *argv);
enum cli_exit cli_user_remove(int argc, char *const *argv);
enum cli_exit cli_user_rename(int argc, char *const *argv);
enum cli_exit cli_people(int argc, char *const *argv);
enum cli_exit cli_people_adopt(int argc, char *const *argv);
enum cli_exit cli_revoke(int argc, char *const *argv);
enum cli_exit cli_roster_send(int argc, char *const *argv);
enum cli_exit cli_roster_sign(int argc, char *const *argv);
enum cli_exit cli_admin_list(int argc, char *const *argv);
enum cli_exit cli_admin_add(int argc, char *const *argv);
enum cli_exit cli_admin_remove(int argc, char *const *argv);
enum cli_exit cli_recover(int argc, char *const *argv);
enum cli_exit cli_invite(int argc, char *const *argv);
enum cli_exit cli_invite_list(int argc, char *const *argv);
enum cli_exit cli_invite_accept(int argc, char *const *argv);
enum cli_exit cli_invite_cancel(int argc, char *const *argv);
enum cli_exit cli_join(int argc, char *const *argv);

enum cli_exit cli_page(int argc, char *const *argv);
enum cli_exit cli_page_host(int argc, char *const *argv);
enum cli_exit cli_page_set(int argc, char *const *argv);
enum cli_exit cli_page_certificate(int argc, char *const *argv);

enum cli_exit cli_backup(int argc, char *const *argv);
enum cli_exit cli_restore(int argc, char *const *argv);
enum cli_exit cli_doctor(int argc, char *const *argv);

#endif
