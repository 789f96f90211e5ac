#include "sim/trace/trace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/files/temporary_directory.h"
#include "core/text/quote.h"

namespace hogtie {

// Not in the unnamed namespace, since TraceFile::Open, which has one, is not.
namespace trace_detail {

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace trace_detail

namespace {

using trace_detail::Descriptor;

std::string reason(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void fail_to_read(const std::string& name, const std::string& why) {
  throw InputError("cannot read " + name + ": " + why + "; give the path of a trace");
}

/// How often a call was only interrupted by a signal does not count.
template <class Call>
auto repeated(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

struct stat status_of(const Descriptor& file, const std::string& name) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) fail_to_read(name, reason(errno));
  if (S_ISDIR(status.st_mode)) fail_to_read(name, reason(EISDIR));
  return status;
}

void append(const Descriptor& copy, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t count =
        repeated([&] { return ::write(copy.number(), bytes.data(), bytes.size()); });
    if (count < 0) {
      throw InputError("cannot copy " + name + " to a temporary file: " + reason(errno) +
                       "; set TMPDIR to a directory with room, or give the path of a file");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

Descriptor copied(const Descriptor& pipe, const std::string& name) {
  Descriptor copy(open_temporary_file());
  std::vector<char> block(std::size_t{1} << 16);
  std::string begin;
  for (std::uint64_t size = 0;;) {
    const ssize_t count =
        repeated([&] { return ::read(pipe.number(), block.data(), block.size()); });
    if (count < 0) fail_to_read(name, reason(errno));
    const std::string_view bytes(block.data(), static_cast<std::size_t>(count));
    size += bytes.size();
    if (size > kMostPiped) {
      throw InputError(name + ": more than " + std::to_string(kMostPiped) +
                       " bytes come through a pipe; give the path of a file");
    }
    append(copy, bytes, name);
    if (begin.size() < kTraceName.size()) begin += bytes.substr(0, kTraceName.size());
    const bool may_be_a_trace = begin.starts_with(kTraceName.substr(0, begin.size()));
    if (bytes.empty() || !may_be_a_trace) return copy;
  }
}

}  // namespace

struct TraceFile::Open {
  std::string name;
  trace_detail::Descriptor file;
  bool has_path;
  std::mutex mutex = {};  // guards what follows
  std::optional<std::string> header = std::nullopt;
};

TraceFile::TraceFile(const std::string& path) {
  const bool is_input = path == "-";
  const std::string name = is_input ? "standard input" : quote(path);
  Descriptor file(repeated([&] {
    return is_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                    : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }));
  if (file.number() < 0) fail_to_read(name, reason(errno));
  const struct stat status = status_of(file, name);
  const bool is_whole = !is_input || ::lseek(file.number(), 0, SEEK_CUR) == 0;
  const bool is_regular = S_ISREG(status.st_mode) && is_whole;
  open_.reset(new Open{is_input ? name : path, is_regular ? std::move(file) : copied(file, name),
                       is_regular && !is_input});
}

TraceFile TraceFile::regular(const std::string& path) {
  // A pipe that nobody writes to is not waited for.
  Descriptor file(
      repeated([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); }));
  if (file.number() < 0) fail_to_read(quote(path), reason(errno));
  const struct stat status = status_of(file, quote(path));
  if (!S_ISREG(status.st_mode)) fail_to_read(quote(path), "it is no regular file");
  return TraceFile(std::shared_ptr<Open>(new Open{path, std::move(file), true}));
}

const std::string& TraceFile::name() const {
  return open_->name;
}

bool TraceFile::has_path() const {
  return open_->has_path;
}

std::size_t TraceFile::read(std::uint64_t offset, void* bytes, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = repeated([&] {
      return ::pread(open_->file.number(), static_cast<char*>(bytes) + done, size - done,
                     static_cast<off_t>(offset + done));
    });
    if (count < 0) fail_to_read(quote(open_->name), reason(errno));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

bool TraceFile::is_same_header(std::string_view header) const {
  const std::lock_guard lock(open_->mutex);
  if (!open_->header.has_value()) open_->header.emplace(header);
  return *open_->header == header;
}

}  // namespace hogtie
