@echo off
rem Runs the build with the Maven of this machine; nothing is downloaded to get one.
rem The version itself is checked by the build (maven-enforcer-plugin).
setlocal
if defined MAVEN_HOME if exist "%MAVEN_HOME%\bin\mvn.cmd" (
  "%MAVEN_HOME%\bin\mvn.cmd" %*
  exit /b
)
where /q mvn.cmd
if errorlevel 1 (
  echo mvnw: no Maven found 1>&2
  echo Install Apache Maven 3.8.7 or later, and put mvn on PATH or set MAVEN_HOME. 1>&2
  exit /b 1
)
mvn.cmd %*
