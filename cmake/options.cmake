# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings, sanitizers and caches that every target of the project shares through archway_options.

option(ARCHWAY_WERROR "Treat warnings as errors (on in CI)" OFF)
set(ARCHWAY_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(archway_options INTERFACE)
target_include_directories(archway_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(archway_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -fstack-protector-strong "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=."
  $<$<BOOL:${ARCHWAY_WERROR}>:-Werror>)
# GCC 12 takes short string concatenations for overlapping copies once it optimises (its bug 105651).
target_compile_options(archway_options INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-restrict>)
target_link_options(archway_options INTERFACE -Wl,-z,relro,-z,now)
if(NOT ARCHWAY_SANITIZE)
  target_compile_options(archway_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
else()
  target_compile_options(archway_options INTERFACE -fsanitize=${ARCHWAY_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(archway_options INTERFACE -fsanitize=${ARCHWAY_SANITIZE})
endif()

# For code that sees Qt: no implicit casts from char*, no deprecated interfaces.
add_library(archway_qt_options INTERFACE)
target_link_libraries(archway_qt_options INTERFACE archway_options)
target_compile_definitions(archway_qt_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_KEYWORDS
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
