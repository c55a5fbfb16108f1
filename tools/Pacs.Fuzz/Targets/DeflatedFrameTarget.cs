using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>Deflated frames.</summary>
internal sealed class DeflatedFrameTarget() : FrameTarget("deflate-frame", new DeflatedFrameCodec());
