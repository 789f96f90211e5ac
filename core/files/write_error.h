#pragma once

#include <string>

namespace hogtie {

/// The system's name of an error of writing, and the advice for it:
/// "No space left on device; make room there or give another path".
std::string write_advice(int error);

/// Throws the InputError of an output that cannot be written: "cannot write 'path': ...". The error
/// of standard output is a StandardOutputError.
[[noreturn]] void fail_to_write(const std::string& path, int error);
[[noreturn]] void fail_to_write(const std::string& path, const std::string& why);

}  // namespace hogtie
