#include "sim/simulation/recorded_data.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/data/file_bytes.h"
#include "core/error.h"
#include "core/files/open_file_name.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

namespace fs = std::filesystem;

bool is_inside(const fs::path& file, const fs::path& directory) {
  const auto [end, unused] =
      std::mismatch(directory.begin(), directory.end(), file.begin(), file.end());
  return end == directory.end();
}

/// Whether a file, without symbolic links, lies in the directory of the record or the working one.
bool is_near(const fs::path& file, const std::string& record) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (!error && is_inside(file, here)) return true;
  const fs::path directory = fs::path(record).parent_path();
  const fs::path beside = fs::canonical(directory.empty() ? "." : directory, error);
  return !error && is_inside(file, beside);
}

/// Throws where `what`, "its data", may not be read without the user's word, which `advice` asks
/// for.
void check_place(const std::string& record, const std::string& path, const std::string& what,
                 const std::string& advice) {
  std::error_code error;
  const fs::path file = fs::canonical(path, error);
  if (error) {
    throw InputError(printable(record) + ": cannot find " + what + ", " + quote(path) + ": " +
                     error.message() + "; " + advice);
  }
  if (!is_near(file, record)) {
    throw InputError(printable(record) + ": " + what + ", " + quote(path) +
                     ", is neither in its directory nor in the working directory; " + advice);
  }
}

constexpr const char* kNameData = "name the file with '--data FILE'";

}  // namespace

void settle_record(const std::string& record, const RecordTrust& trust,
                   proto::Experiment& experiment) {
  if (!trust.force && experiment.has_limits()) experiment.mutable_limits()->clear_memory();
  if (!experiment.objective().data().has_path()) {
    if (!trust.data) return;
    throw InputError(printable(record) + ": its experiment reads no data; leave '--data' out");
  }
  proto::Data& data = *experiment.mutable_objective()->mutable_data();
  if (trust.data) {
    data.set_path(*trust.data);
  } else if (names_open_file(data.path())) {
    throw InputError(printable(record) + ": its data were read from " +
                     (data.path() == "-" ? "standard input" : quote(data.path())) + "; " +
                     kNameData);
  } else {
    check_place(record, data.path(), "its data file", kNameData);
  }
  if (trust.force) {
    const RecordedData there = FileBytes::figures(data.path());
    data.set_digest(there.digest);
    data.set_size(*there.size);
  } else if (!data.has_digest()) {
    throw InputError(printable(record) +
                     ": it records no digest of its data; add '--force' if they are the right "
                     "ones");
  }
}

std::optional<std::string> data_to_name(const std::string& record,
                                        const proto::Experiment& experiment) {
  const proto::Data& data = experiment.objective().data();
  if (!data.has_path()) return std::nullopt;
  std::error_code error;
  if (names_open_file(data.path()) || !fs::is_regular_file(data.path(), error)) return "FILE";
  const fs::path file = fs::canonical(data.path(), error);
  if (!error && is_near(file, record)) return std::nullopt;
  return data.path();
}

void check_adversary_files(const std::string& record, const proto::Adversary& adversary) {
  for (const std::string& path : {adversary.trace(), adversary.schedule_file()}) {
    if (path.empty()) continue;
    const char* const advice = "give the experiment too, with its adversary";
    check_place(record, path, "a file of its adversary", advice);
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      throw InputError(printable(record) + ": a file of its adversary, " + quote(path) +
                       ", is not a regular file; " + advice);
    }
  }
  for (const proto::Adversary& member : adversary.members()) check_adversary_files(record, member);
}

}  // namespace hogtie
