-- Run by wrk: sends the requests that bench.gateway sealed and signed beforehand, each once, and counts what was answered.

local thread_of_load

function setup(thread)
  thread_of_load = thread
end

function init(arguments)
  requests, at, fresh, repeated, others = {}, 0, 0, 0, 0
  local file = assert(io.open(arguments[1], "rb"))
  while true do
    local head = file:read(4)
    if not head then break end
    local a, b, c, d = head:byte(1, 4)
    requests[#requests + 1] = file:read(((a * 256 + b) * 256 + c) * 256 + d)
  end
  file:close()
end

function request()
  at = at + 1
  return requests[math.min(at, #requests)] -- beyond the last the gateway refuses a replayed nonce, which is told
end

function response(status)
  if status == 201 then fresh = fresh + 1
  elseif status == 200 then repeated = repeated + 1
  else others = others + 1 end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"seconds": %f, "median_ms": %f, "slowest_ms": %f, "fresh": %d, "repeated": %d, "others": %d}',
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    thread_of_load:get("fresh"), thread_of_load:get("repeated"),
    thread_of_load:get("others") + errors.connect + errors.read + errors.write + errors.timeout))
end
