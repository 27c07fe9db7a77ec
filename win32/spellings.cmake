# SPDX-License-Identifier: MIT
# spellings.cmake: Windows.h, WINDOWS.H, WinBase.h ...
#
# Windows' file names have no case, and programs spell headers as they like. For
# every header a small one stands beside it for each spelling: the words of the
# name are all lower case, capitalised, or upper case. Written when CMake
# configures; a source tree with such files could not be checked out on Windows.

# Where a name is more than one word.
set(win32_words acc-ctrl acl-api base-tsd co-mn-def console-api console-api2 crt-dbg
        debug-api err-handling-api fibers-api file-api handle-api heap-api int-safe interlocked-api
        io-api-set lib-loader-api mb-string memory-api min-win-base min-win-def named-pipe-api
        nt-status process-env process-threads-api profile-api ps-api reason sdk-ddk-ver
        security-base-api shell-api sh-l-obj str-safe string-api-set synch-api sys-info-api
        t-char thread-pool-api-set threadpool-api-set time-api time-zone-api tl-help32
        util-api-set ver-rs-src win-base win-con win-def win-error win-ioctl win-nls win-nt win-reg
        win-sdk-ver win-svc win-types win-user winsock w-types gui-d-def guid-def init-guid job-api
        job-api2 l-m-cons version-helpers)

# The C library's own, which programs for Windows spell with capitals as well.
set(win32_c_headers assert.h ctype.h errno.h fcntl.h locale.h malloc.h math.h
        memory.h setjmp.h signal.h stdarg.h stddef.h stdint.h stdio.h stdlib.h string.h time.h
        wchar.h wctype.h)

# And C++'s.
set(win32_cpp_headers algorithm array atomic bitset cassert chrono cmath condition_variable csignal
        cstdio cstdlib cstring ctime deque exception fstream functional future iomanip iostream
        iterator limits list map memory mutex queue random set sstream stack stdexcept string thread
        tuple typeinfo utility vector)

# The spellings of a word list, joined: every word one way, or each its own.
function(mw_win32_spell words out)
        set(results "")
        list(LENGTH words count)
        set(all "")
        foreach(word IN LISTS words)
                string(SUBSTRING ${word} 0 1 first)
                string(SUBSTRING ${word} 1 -1 rest)
                string(TOUPPER ${first} first)
                string(TOUPPER ${word} upper)
                set(forms ${word} ${first}${rest})
                if(word STREQUAL "api" OR word STREQUAL "nt" OR word STREQUAL "tsd"
                                OR word STREQUAL "sdk" OR word STREQUAL "ddk")
                        list(APPEND forms ${upper})
                endif()
                if(all STREQUAL "")
                        set(all ${forms})
                else()
                        set(longer "")
                        foreach(begin IN LISTS all)
                                foreach(form IN LISTS forms)
                                        list(APPEND longer ${begin}${form})
                                endforeach()
                        endforeach()
                        set(all ${longer})
                endif()
        endforeach()
        string(REPLACE ";" "" whole "${words}")
        string(TOUPPER ${whole} upper)
        list(APPEND all ${upper})
        list(REMOVE_DUPLICATES all)
        set(${out} ${all} PARENT_SCOPE)
endfunction()

# Headers in a directory, as programs for Windows may write it. (A file's name here.)
set(win32_directories sys)

function(mw_win32_spell_directories source target)
        foreach(directory IN LISTS win32_directories)
                file(GLOB headers RELATIVE ${source}/${directory} ${source}/${directory}/*.h)
                list(APPEND headers types.h)
                foreach(header IN LISTS headers)
                        set(text "/* SPDX-License-Identifier: MIT */\n")
                        string(APPEND text "#include <${directory}/${header}>\n")
                        set(file "${target}/${directory}\\${header}")
                        if(NOT EXISTS "${file}") # else all would be built again
                                file(WRITE "${file}" "${text}")
                        endif()
                endforeach()
        endforeach()
endfunction()

# Vector, VECTOR: of the standard library, which has no suffix.
function(mw_win32_spell_cpp target)
        foreach(header IN LISTS win32_cpp_headers)
                string(SUBSTRING ${header} 0 1 first)
                string(SUBSTRING ${header} 1 -1 rest)
                string(TOUPPER ${first} first)
                string(TOUPPER ${header} upper)
                foreach(spelling ${first}${rest} ${upper})
                        if(NOT EXISTS ${target}/${spelling}) # else all would be built again
                                set(text "/* SPDX-License-Identifier: MIT */\n")
                                string(APPEND text "#include <${header}>\n")
                                file(WRITE ${target}/${spelling} "${text}")
                        endif()
                endforeach()
        endforeach()
endfunction()

function(mw_win32_spellings source target)
        mw_win32_spell_directories(${source} ${target})
        mw_win32_spell_cpp(${target})
        file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${source} ${source}/*.h)
        list(FILTER headers EXCLUDE REGEX "^mww_|^corecrt")
        foreach(header IN LISTS headers win32_c_headers)
                string(REGEX REPLACE "\\.h$" "" stem ${header})
                set(words ${stem})
                foreach(split IN LISTS win32_words)
                        string(REPLACE "-" "" joined ${split})
                        if(joined STREQUAL stem)
                                string(REPLACE "-" ";" words ${split})
                        endif()
                endforeach()
                mw_win32_spell("${words}" spellings)
                string(TOUPPER ${stem} upper)
                list(TRANSFORM spellings APPEND .h)
                list(APPEND spellings ${upper}.H ${stem}.H)
                list(REMOVE_ITEM spellings ${header})
                foreach(spelling IN LISTS spellings)
                        set(text "/* SPDX-License-Identifier: MIT */\n#include <${header}>\n")
                        set(file ${target}/${spelling})
                        set(is "")
                        if(EXISTS ${file})
                                file(READ ${file} is)
                        endif()
                        if(NOT is STREQUAL text)
                                file(WRITE ${file} "${text}")
                        endif()
                endforeach()
        endforeach()
endfunction()
