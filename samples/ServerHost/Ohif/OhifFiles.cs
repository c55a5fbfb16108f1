using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Pacs.ServerHost.Ohif;

/// <summary>
/// The files of OHIF's published build, moved below a path: the build is made for the root of a host, which its scripts
/// have as a constant. That constant is replaced as they are read; nothing is written.
/// </summary>
internal sealed class OhifFiles(string folder, string path) : IFileProvider
{
    private readonly PhysicalFileProvider _files = new(folder);

    public IFileInfo GetFileInfo(string subpath)
    {
        IFileInfo file = _files.GetFileInfo(subpath);
        // Chunks are loaded by the entry scripts; those, and the scripts of workers, lie at the root.
        return file is { Exists: true, IsDirectory: false } && subpath.EndsWith(".js", StringComparison.Ordinal) && subpath.LastIndexOf('/') <= 0 ? MovedScript.Of(file, path) : file;
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    /// <summary>A script whose base path is another one.</summary>
    private sealed class MovedScript(IFileInfo file, string path, int at) : IFileInfo
    {
        private static readonly byte[] Root = "__webpack_require__.p = \"/\";"u8.ToArray();

        private byte[] Moved => System.Text.Encoding.ASCII.GetBytes($"__webpack_require__.p = \"{path}/\";");

        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => file.LastModified;

        public long Length => file.Length + Moved.Length - Root.Length;

        public string Name => file.Name;

        public string? PhysicalPath => null;

        public static IFileInfo Of(IFileInfo file, string path)
        {
            int at = ReadAll(file).AsSpan().IndexOf(Root);
            return at < 0 ? file : new MovedScript(file, path, at);
        }

        public Stream CreateReadStream()
        {
            byte[] bytes = ReadAll(file);
            return new MemoryStream([.. bytes.AsSpan(0, at), .. Moved, .. bytes.AsSpan(at + Root.Length)], writable: false);
        }

        private static byte[] ReadAll(IFileInfo file)
        {
            byte[] bytes = new byte[file.Length];
            using Stream stream = file.CreateReadStream();
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
