# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by ./mvnw and ./parallax (POSIX sh).
# Looks at JAVA_HOME, the java on the PATH, then the usual places. Says plainly what is missing.

# Prints the major version of the JDK at $1, or nothing when there is no JDK (a JRE alone cannot build).
parallax_jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1
  fi
}

parallax_jdk_fits() {
  parallax_major=$(parallax_jdk_major "$1")
  [ -n "$parallax_major" ] && [ "$parallax_major" -ge 25 ]
}

parallax_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && parallax_jdk_fits "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  parallax_found=${JAVA_HOME:-}
  parallax_java=$(command -v java 2>/dev/null || true)
  if [ -n "$parallax_java" ]; then
    parallax_java=$(readlink -f "$parallax_java" 2>/dev/null || echo "$parallax_java")
    parallax_java=$(dirname "$(dirname "$parallax_java")")
    [ -n "$parallax_found" ] || parallax_found=$parallax_java
  fi
  # Patterns rather than one path each: vendors name their folders differently.
  set +f
  for parallax_candidate in "$parallax_java" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jenv/versions/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if parallax_jdk_fits "$parallax_candidate"; then
      JAVA_HOME=$parallax_candidate
      export JAVA_HOME
      return 0
    fi
  done
  {
    echo "Parallax needs a JDK 25 or newer (the full JDK, with javac)."
    if [ -n "$parallax_found" ]; then
      echo "Found only: $parallax_found (version $(parallax_jdk_major "$parallax_found"))."
    else
      echo "Found no java at all."
    fi
    echo "Install one, for example 'temurin-25-jdk' or 'openjdk-25-jdk' from your package manager,"
    echo "or 'sdk install java 25-tem' with SDKMAN, or point JAVA_HOME at one you have."
  } >&2
  return 1
}

parallax_find_jdk
