using Pacs.Core;

namespace Pacs.Tool.Output;

/// <summary>What a dump shows.</summary>
/// <param name="Width">Most characters of a value; 0 shows all.</param>
/// <param name="HasMeta">Whether file meta information is shown.</param>
/// <param name="HasFrames">Whether each frame of the pixel data is shown, with the bytes it stands in.</param>
/// <param name="IsJson">Whether each line is a JSON object.</param>
/// <param name="Tags">Only elements with these tags, at any depth; empty for all.</param>
internal sealed record DumpOptions(int Width, bool HasMeta, bool HasFrames, bool IsJson, IReadOnlyList<DicomTag> Tags);
