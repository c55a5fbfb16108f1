using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>RLE frames.</summary>
internal sealed class RleTarget() : FrameTarget("rle", new RleCodec());
