-- For wrk: rendered pictures that were never asked for before, image by image of a series, so that no cache answers.
-- PREFIX is the path of a series of 100 images whose last UID component counts from 1.
local prefix, number = os.getenv("PREFIX"), 0
function request()
  number = number + 1
  local image = number % 100 + 1
  return wrk.format("GET", string.format("%s/instances/%s.%d/rendered?window=40,%d,linear", prefix, prefix:match("([^/]+)$"), image, 300 + math.floor(number / 100)))
end
