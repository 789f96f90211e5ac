#include <iostream>
#include <string>
#include <vector>

#include "tools/hogtie/cli/dispatch.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/process.h"

int main(int argc, char** argv) {
  hogtie::prepare_process();
  const std::vector<std::string> arguments(argv + (argc > 0), argv + argc);
  const int status = hogtie::dispatch(arguments, std::cerr);
  if (status == hogtie::kUnread) hogtie::end_unread();
  return status;
}
