using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Codecs;

/// <summary>RLE Lossless.</summary>
public class RleBenchmarks() : CodecBenchmarks(new RleCodec(), TransferSyntax.RLELossless);
