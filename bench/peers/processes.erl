%% The peer of the processes benchmark: the same shapes on Erlang/OTP, printed as JSON lines.
%%
%%   erlc processes.erl && erl +S 1 +P 2000000 -noshell -s processes main [item...]
%%
%% Times are wall clock in milliseconds, measured inside the running system like ours.
-module(processes).
-behaviour(supervisor).
-export([main/1, main/0]).
-export([init/1, handle_call/3, handle_cast/2]).
-export([start_phoenix/1, phoenix/1, idle/0, hibernated/0]).

main() -> main([]).

main(Asked) ->
    Items = [
        {roundtrips, fun roundtrips/0},
        {ring, fun ring/0},
        {spawn, fun spawn_and_end/0},
        {fan_in, fun fan_in/0},
        {calls, fun calls/0},
        {restarts, fun restarts/0},
        {mass_spawn, fun mass_spawn/0},
        {idle_bytes, fun idle_bytes/0},
        {hibernated_bytes, fun hibernated_bytes/0}
    ],
    [run(Name, Item) || {Name, Item} <- Items, Asked =:= [] orelse lists:member(Name, Asked)],
    init:stop().

%% Each item runs in a process of its own, so that none inherits another's heap.
run(Name, Item) ->
    Parent = self(),
    {Pid, Monitor} = spawn_monitor(fun() -> Parent ! {result, self(), Item()} end),
    receive
        {result, Pid, Results} ->
            receive {'DOWN', Monitor, process, Pid, _} -> ok end,
            [print(Name, R) || R <- Results];
        {'DOWN', Monitor, process, Pid, Reason} ->
            io:format(standard_error, "~p failed: ~p~n", [Name, Reason])
    end.

print(Name, {Value, Unit}) -> print_line(atom_to_list(Name), Value, Unit);
print(Name, {Part, Value, Unit}) -> print_line(atom_to_list(Name) ++ "_" ++ atom_to_list(Part), Value, Unit).

print_line(Name, Value, Unit) ->
    io:format("{\"name\":\"~s\",\"value\":~.3f,\"unit\":\"~s\"}~n", [Name, float(Value), Unit]).

elapsed(F) ->
    Start = erlang:monotonic_time(microsecond),
    F(),
    (erlang:monotonic_time(microsecond) - Start) / 1000.

%% Two processes, 1,000,000 questions and answers.
roundtrips() ->
    Echo = spawn_link(fun echo/0),
    Time = elapsed(fun() -> ping(Echo, 1000000) end),
    Echo ! stop,
    [{Time, "ms"}].

echo() ->
    receive
        {ping, From, N} -> From ! {pong, N}, echo();
        stop -> ok
    end.

ping(_, 0) -> ok;
ping(Echo, N) ->
    Echo ! {ping, self(), N},
    receive {pong, N} -> ok end,
    ping(Echo, N - 1).

%% A ring of 1,000 processes, a token that goes round 1,000 times.
ring() ->
    Self = self(),
    First = lists:foldl(fun(_, Next) -> spawn_link(fun() -> node_of_ring(Next) end) end, Self, lists:seq(1, 999)),
    Time = elapsed(fun() -> laps(First, 1000) end),
    First ! stop,
    receive stop -> ok end,
    [{Time, "ms"}].

node_of_ring(Next) ->
    receive
        stop -> Next ! stop;
        Token -> Next ! Token, node_of_ring(Next)
    end.

laps(_, 0) -> ok;
laps(First, N) ->
    First ! N,
    receive N -> ok end,
    laps(First, N - 1).

%% 100,000 processes that answer a collector and end.
spawn_and_end() ->
    Parent = self(),
    Time = elapsed(fun() ->
        Collector = spawn_link(fun() -> collect(100000), Parent ! collected end),
        spawn_many(100000, fun(I) -> spawn(fun() -> Collector ! {done, I} end) end),
        receive collected -> ok end
    end),
    [{Time, "ms"}].

collect(0) -> ok;
collect(N) -> receive {done, _} -> collect(N - 1) end.

spawn_many(0, _) -> ok;
spawn_many(N, F) -> F(N), spawn_many(N - 1, F).

%% 100 senders, 10,000 messages each, one receiver.
fan_in() ->
    Self = self(),
    Time = elapsed(fun() ->
        spawn_many(100, fun(_) -> spawn_link(fun() -> send_many(Self, 10000) end) end),
        take(1000000)
    end),
    [{Time, "ms"}].

send_many(_, 0) -> ok;
send_many(To, N) -> To ! {item, N}, send_many(To, N - 1).

take(0) -> ok;
take(N) -> receive {item, _} -> take(N - 1) end.

%% 100 callers of one gen_server, 4,000 calls each.
calls() ->
    {ok, Server} = gen_server:start_link(?MODULE, server, []),
    Parent = self(),
    Time = elapsed(fun() ->
        spawn_many(100, fun(_) ->
            spawn_link(fun() -> call_many(Server, 4000), Parent ! caller_done end)
        end),
        await(100, caller_done)
    end),
    gen_server:stop(Server),
    [{400000 / Time * 1000, "calls/s"}].

call_many(_, 0) -> ok;
call_many(Server, N) ->
    Next = N + 1,
    Next = gen_server:call(Server, {add, N}, infinity),
    call_many(Server, N - 1).

await(0, _) -> ok;
await(N, What) -> receive What -> await(N - 1, What) end.

%% A supervised process that crashes as soon as it is told to, 100,000 times. A supervisor looks through the restarts
%% of the last second at each restart, so that long bursts are slow: `restarts` spreads them over 500 supervisors,
%% `restarts_burst` is one supervisor with 5,000.
restarts() ->
    logger:set_primary_config(level, none),
    Spread = elapsed(fun() -> [supervised(200) || _ <- lists:seq(1, 500)] end),
    Burst = elapsed(fun() -> supervised(5000) end),
    logger:set_primary_config(level, notice),
    [{100000 / Spread * 1000, "restarts/s"}, {burst, 5000 / Burst * 1000, "restarts/s"}].

supervised(Times) ->
    {ok, Supervisor} = supervisor:start_link(?MODULE, {supervisor, self()}),
    receive {started, Pid} -> crash(Pid, Times) end,
    unlink(Supervisor),
    Monitor = monitor(process, Supervisor),
    exit(Supervisor, shutdown),
    receive {'DOWN', Monitor, process, Supervisor, _} -> ok end.

crash(_, 0) -> ok;
crash(Pid, N) ->
    Pid ! crash,
    receive {started, Next} -> crash(Next, N - 1) end.

start_phoenix(Watcher) -> {ok, spawn_link(?MODULE, phoenix, [Watcher])}.

phoenix(Watcher) ->
    Watcher ! {started, self()},
    receive crash -> exit(crashed) end.

%% 10,000 monitored processes, each with a repeating timer of its own and a message per tick.
mass_spawn() ->
    Self = self(),
    Start = erlang:monotonic_time(microsecond),
    Pids = [spawn_monitor(fun() -> worker(Self, I) end) || I <- lists:seq(1, 10000)],
    Spawned = erlang:monotonic_time(microsecond),
    await(10000, started),
    Started = erlang:monotonic_time(microsecond),
    [exit(Pid, kill) || {Pid, _} <- Pids],
    [receive {'DOWN', Monitor, process, Pid, _} -> ok end || {Pid, Monitor} <- Pids],
    [{(Spawned - Start) / 1000, "ms"}, {started, (Started - Start) / 1000, "ms"}].

worker(Parent, I) ->
    erlang:send_after(500 + I rem 2500, self(), tick),
    Parent ! started,
    worker_loop(Parent, I).

worker_loop(Parent, I) ->
    receive
        tick ->
            Parent ! {tick, I},
            erlang:send_after(500 + I rem 2500, self(), tick),
            worker_loop(Parent, I)
    end.

%% What an idle process takes: the memory of the whole system before and after, for 100,000 of them.
idle_bytes() -> [{bytes(idle), "bytes"}].
hibernated_bytes() -> [{bytes(hibernated), "bytes"}].

bytes(How) ->
    Self = self(),
    Count = 100000,
    erlang:garbage_collect(),
    Before = erlang:memory(total),
    Pids = [spawn_link(fun() -> Self ! ready, ?MODULE:How() end) || _ <- lists:seq(1, Count)],
    await(Count, ready),
    erlang:garbage_collect(),
    timer:sleep(200),
    After = erlang:memory(total),
    [begin unlink(Pid), exit(Pid, kill) end || Pid <- Pids],
    (After - Before) / Count.

idle() ->
    receive
        {ping, From} -> From ! pong, idle();
        stop -> ok
    end.

hibernated() -> erlang:hibernate(?MODULE, idle, []).

%% supervisor and gen_server
init({supervisor, Watcher}) ->
    {ok, {#{strategy => one_for_one, intensity => 1000000, period => 1}, [
        #{id => phoenix, start => {?MODULE, start_phoenix, [Watcher]}, restart => permanent}
    ]}};
init(server) -> {ok, 0}.

handle_call({add, N}, _From, Total) -> {reply, N + 1, Total + 1}.
handle_cast(_, State) -> {noreply, State}.
