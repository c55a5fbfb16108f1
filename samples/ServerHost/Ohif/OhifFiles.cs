using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Pacs.ServerHost.Ohif;

/// <summary>
/// The files of OHIF's published build, moved below a path: the build is made for the root of a host, which its scripts
/// and style sheets name. That is replaced as they are read; nothing is written.
/// </summary>
internal sealed class OhifFiles(string folder, string path) : IFileProvider, IDisposable
{
    private readonly PhysicalFileProvider _files = new(folder);
    private readonly (string Extension, string Old, string New)[] _changes =
    [
        (".js", "__webpack_require__.p = \"/\";", $"__webpack_require__.p = \"{path}/\";"), // where entry scripts and workers look for chunks
        (".css", "url(/", $"url({path}/"),
    ];

    public IFileInfo GetFileInfo(string subpath)
    {
        IFileInfo file = _files.GetFileInfo(subpath);
        // What names the root lies there.
        if (file is not { Exists: true, IsDirectory: false } || subpath.LastIndexOf('/') > 0) return file;
        foreach ((string extension, string old, string replacement) in _changes)
            if (subpath.EndsWith(extension, StringComparison.Ordinal)) return MovedFile.Of(file, Encoding.ASCII.GetBytes(old), Encoding.ASCII.GetBytes(replacement));
        return file;
    }

    public void Dispose() => _files.Dispose();

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    /// <summary>A file with some bytes replaced by others wherever they stand.</summary>
    private sealed class MovedFile(IFileInfo file, byte[] content) : IFileInfo
    {
        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => file.LastModified;

        public long Length => content.Length;

        public string Name => file.Name;

        public string? PhysicalPath => null;

        /// <summary>The file itself where there is nothing to replace.</summary>
        public static IFileInfo Of(IFileInfo file, byte[] old, byte[] replacement)
        {
            byte[] bytes = new byte[file.Length];
            using (Stream stream = file.CreateReadStream()) stream.ReadExactly(bytes);
            int count = bytes.AsSpan().Count(old);
            if (count == 0) return file;
            byte[] moved = new byte[bytes.Length + count * (replacement.Length - old.Length)];
            ReadOnlySpan<byte> rest = bytes;
            Span<byte> to = moved;
            for (int at; (at = rest.IndexOf(old)) >= 0; rest = rest[(at + old.Length)..])
            {
                rest[..at].CopyTo(to);
                replacement.CopyTo(to[at..]);
                to = to[(at + replacement.Length)..];
            }

            rest.CopyTo(to);
            return new MovedFile(file, moved);
        }

        public Stream CreateReadStream() => new MemoryStream(content, writable: false);
    }
}
