using System.Text;

namespace Pacs.Tables;

/// <summary>The lines of a generated text and where each begins, in bytes; one more offset ends the last line as if a line feed followed.</summary>
internal sealed class TextColumn(IEnumerable<string> lines)
{
    public IReadOnlyList<string> Lines { get; } = [.. lines];

    public IEnumerable<int> Offsets
    {
        get
        {
            int offset = 0;
            foreach (string line in Lines)
            {
                yield return offset;
                offset += Encoding.UTF8.GetByteCount(line) + 1;
            }

            yield return offset;
        }
    }
}
