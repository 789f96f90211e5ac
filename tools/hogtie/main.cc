#include <iostream>
#include <string>
#include <vector>

#include "tools/hogtie/dispatch.h"

int main(int argc, char** argv) {
  return hogtie::dispatch(std::vector<std::string>(argv + (argc > 0), argv + argc), std::cerr);
}
