#include "sim/fit/write_histogram.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <ostream>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  throw InputError("cannot write " + quote(path) + ": " + std::generic_category().message(error) +
                   "; create its directory or give another path");
}

void write_bins(std::string_view name, const google::protobuf::RepeatedPtrField<proto::Bin>& bins,
                std::ostream& out) {
  for (const proto::Bin& bin : bins) {
    out << name << " { from: " << bin.from();
    if (bin.has_to()) out << " to: " << bin.to();
    out << " count: " << format_number(bin.count()) << " }\n";
  }
}

}  // namespace

void write_histogram(const std::string& path, const std::vector<std::string>& comments,
                     const proto::ScheduleHistogram& histogram) {
  const std::string partial = path + ".partial";
  errno = 0;
  std::ofstream file(partial, std::ios::binary);
  for (const std::string& comment : comments) file << "# " << printable(comment) << '\n';
  write_bins("runs", histogram.runs(), file);
  write_bins("stalls", histogram.stalls(), file);
  if (histogram.has_processors()) file << "processors: " << histogram.processors() << '\n';
  write_bins("slices", histogram.slices(), file);
  file.close();
  if (!file) fail(path, errno);
  if (std::rename(partial.c_str(), path.c_str()) != 0) fail(path, errno);
}

}  // namespace hogtie
