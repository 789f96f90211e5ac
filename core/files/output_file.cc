#include "core/files/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "core/files/write_error.h"

namespace hogtie {
namespace {

constexpr mode_t kPermissions = 0666;
constexpr int kCreate = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

std::string partial_name(const OutputPlace& place) {
  return place.path + ".partial";
}

/// Whether the open file still has this name.
bool is_named(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// Permissions to begin with: at most those that the file is to have.
mode_t first_mode(const OutputPlace& place) {
  return place.existing ? place.existing->mode & kPermissions : kPermissions;
}

/// Gives the file the owner, as far as that is allowed, and the permissions of what it replaces.
void adopt(int file, const OutputPlace::Existing& existing) {
  struct stat own {};
  bool same = ::fstat(file, &own) == 0;
  if (same && (own.st_uid != existing.owner || own.st_gid != existing.group)) {
    same = ::fchown(file, existing.owner, existing.group) == 0;
  }
  // A file that is another's is not to run as its owner. Some file systems know no permissions.
  constexpr mode_t kPlain = 0777;
  const int ignored = ::fchmod(file, same ? existing.mode : existing.mode & kPlain);
  static_cast<void>(ignored);
}

void write_all(const FileCalls& calls, int file, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t count = calls.write(file, bytes.data(), bytes.size());
    if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
      fail_to_write(name, count == 0 ? EIO : errno);
    }
  }
}

void flush(const FileCalls& calls, int file, const std::string& name) {
  while (calls.fsync(file) != 0) {
    if (errno == EINVAL) return;  // a file system that has nothing to flush to
    if (errno != EINTR) fail_to_write(name, errno);
  }
}

int open_again(const FileCalls& calls, const std::string& path, int flags, mode_t mode) {
  for (;;) {
    const int file = calls.open(path.c_str(), flags, mode);
    if (file >= 0 || errno != EINTR) return file;
  }
}

/// Creates a file of a fresh name beside the place.
std::string create_fresh(const FileCalls& calls, const OutputPlace& place, const std::string& path,
                         int& file) {
  const std::string parent = std::filesystem::path(place.path).parent_path().string();
  const std::string begin =
      (parent.empty() ? "" : parent + "/") + ".hogtie-" + std::to_string(::getpid()) + "-";
  constexpr int kMostNames = 10'000;
  for (int k = 0; k < kMostNames; ++k) {
    std::string name = begin + std::to_string(k);
    file = open_again(calls, name, kCreate, first_mode(place));
    if (file >= 0) return name;
    if (errno != EEXIST) break;
  }
  fail_to_write(path, errno);
}

[[noreturn]] void fail_on_other(const std::string& partial) {
  fail_to_write(partial,
                "it is no file that an earlier run has left; move it or give another path");
}

[[noreturn]] void fail_on_lock(const std::string& partial) {
  fail_to_write(partial, "another run is recorded to it; wait for it or give another path");
}

/// Locks the file until it is closed. Returns false where another has; some file systems know no
/// locks.
bool lock(int file) {
  return ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/// Whether it is one that may be replaced. `first` has room for as many bytes as `begin` has.
bool is_left_over(int file, const std::string& begin, std::string& first) {
  const ssize_t count = ::pread(file, first.data(), first.size(), 0);
  if (count < 0) return false;
  first.resize(static_cast<std::size_t>(count));
  return begin.starts_with(first);
}

/// Removes what an earlier run has left of this name. Throws InputError where it is something else,
/// or in use.
void remove_left_over(const std::string& name, const std::string& begin) {
  struct stat status {};
  if (::lstat(name.c_str(), &status) != 0) {
    if (errno == ENOENT) return;
    fail_to_write(name, errno);
  }
  if (!S_ISREG(status.st_mode)) fail_on_other(name);
  std::string first(begin.size(), '\0');  // allocated while no file is open
  // It may be replaced by a pipe in between, which must not be waited for.
  const int file = ::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return;
    if (errno == ELOOP) fail_on_other(name);
    fail_to_write(name, errno);
  }
  const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const bool locked = regular && lock(file);
  // Its writer may have given it another name before it was locked.
  const bool named = locked && is_named(file, name);
  const bool left_over = named && is_left_over(file, begin, first);
  const int error = left_over && ::unlink(name.c_str()) != 0 ? errno : 0;
  ::close(file);
  if (error != 0) fail_to_write(name, error);
  if (!regular || (named && !left_over)) fail_on_other(name);
  if (!locked) fail_on_lock(name);
}

}  // namespace

OutputFile::OutputFile(std::string path, const FileCalls& calls)
    : calls_(calls), path_(std::move(path)), place_(output_place(path_)), written_(path_) {}

// The other constructor is complete by then, so the destructor runs if this one throws.
OutputFile::OutputFile(std::string path, std::optional<Partial> partial, const FileCalls& calls)
    : OutputFile(std::move(path), calls) {
  if (place_.kind != OutputPlace::Kind::kFile) {
    open_stream();
  } else if (partial) {
    open_partial(*partial);
  } else {
    temporary_ = create_fresh(calls_, place_, path_, file_);
  }
}

OutputFile::~OutputFile() {
  // A partial file to which nothing was written is not kept. Its lock ends with
  // close.
  struct stat status {};
  const bool empty = file_ >= 0 && ::fstat(file_, &status) == 0 && status.st_size == 0 &&
                     is_named(file_, temporary_);
  if (!temporary_.empty() && (!stays_ || empty)) ::unlink(temporary_.c_str());
  if (file_ >= 0) calls_.close(file_);
}

void OutputFile::open_stream() {
  if (place_.kind == OutputPlace::Kind::kDescriptor) {
    file_ = ::fcntl(place_.descriptor, F_DUPFD_CLOEXEC, 3);
  } else {
    file_ = open_again(calls_, place_.path, O_WRONLY | O_NOCTTY | O_CLOEXEC, 0);
  }
  if (file_ < 0) fail_to_write(path_, errno);
}

void OutputFile::open_partial(const Partial& partial) {
  std::string name = partial_name(place_);
  written_ = name;
  for (;;) {
    remove_left_over(name, partial.begin);
    file_ = open_again(calls_, name, kCreate, first_mode(place_));
    if (file_ < 0 && errno == EEXIST) continue;
    if (file_ < 0) fail_to_write(name, errno);
    if (!lock(file_)) {
      calls_.close(std::exchange(file_, -1));
      fail_on_lock(name);
    }
    if (is_named(file_, name)) break;
    // Another writer took it for one that was left.
    calls_.close(std::exchange(file_, -1));
  }
  temporary_ = std::move(name);
  stays_ = true;
}

void OutputFile::write(std::string_view bytes) {
  write_all(calls_, file_, bytes, written_);
}

void OutputFile::close() {
  // The file is closed whatever this returns; one that a signal has cut short lost nothing.
  if (calls_.close(std::exchange(file_, -1)) != 0 && errno != EINTR) {
    fail_to_write(path_, errno);
  }
}

void OutputFile::commit() {
  if (temporary_.empty()) {
    close();
    return;
  }
  if (place_.existing) adopt(file_, *place_.existing);
  flush(calls_, file_, written_);
  if (!stays_) close();
  if (stays_ && !is_named(file_, temporary_)) {
    fail_to_write(path_, "its file " + temporary_ + " was moved or replaced; record it again");
  }
  if (calls_.rename(temporary_.c_str(), place_.path.c_str()) != 0) fail_to_write(path_, errno);
  temporary_.clear();
  if (stays_) close();  // only now, since it holds the lock
}

void check_output(const std::string& path, bool partial, const FileCalls& calls) {
  const OutputPlace place = output_place(path);
  if (place.kind != OutputPlace::Kind::kFile) return;
  int file = -1;
  const std::string name = create_fresh(calls, place, path, file);
  ::unlink(name.c_str());
  calls.close(file);
  if (!partial) return;
  struct stat status {};
  if (::lstat(partial_name(place).c_str(), &status) == 0) {
    if (!S_ISREG(status.st_mode)) fail_on_other(partial_name(place));
  } else if (errno != ENOENT) {
    fail_to_write(partial_name(place), errno);
  }
}

void write_output(const std::string& path, std::string_view content, const FileCalls& calls) {
  OutputFile file(path, std::nullopt, calls);
  file.write(content);
  file.commit();
}

}  // namespace hogtie
