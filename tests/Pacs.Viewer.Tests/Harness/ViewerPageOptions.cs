namespace Pacs.Viewer.Tests.Harness;

/// <summary>How a browser opens the viewer.</summary>
internal sealed record ViewerPageOptions
{
    /// <summary>The reader's name, as it is kept in the browser; null for none yet.</summary>
    public string? UserName { get; init; }

    /// <summary>Width of the window in pixels.</summary>
    public int Width { get; init; } = 1600;

    /// <summary>Height of the window in pixels.</summary>
    public int Height { get; init; } = 900;

    /// <summary>The server that is asked; null for that of all tests.</summary>
    public ViewerServer? Server { get; init; }

    /// <summary>Language and colour scheme, as they are kept in the browser.</summary>
    public static string Dress(string language, string scheme) => $"localStorage.setItem('pacs.language', '{language}'); localStorage.setItem('mantine-color-scheme-value', '{scheme}');";

    /// <summary>Runs before the page's own scripts: what the browser of somebody else lacks.</summary>
    public string? Script { get; init; }

    /// <summary>A browser without WebGL.</summary>
    public static ViewerPageOptions WithoutWebGl { get; } = new()
    {
        Script = """
            for (const canvas of [HTMLCanvasElement, OffscreenCanvas]) {
              const own = canvas.prototype.getContext;
              canvas.prototype.getContext = function (kind, ...rest) { return /webgl/.test(kind) ? null : own.call(this, kind, ...rest); };
            }
            """,
    };

    /// <summary>A browser whose volumes have at most so many voxels along a side.</summary>
    public static ViewerPageOptions WithTexturesOf(int side) => new()
    {
        Script = $$"""
            const own = WebGL2RenderingContext.prototype.getParameter;
            WebGL2RenderingContext.prototype.getParameter = function (name) { return name === this.MAX_3D_TEXTURE_SIZE ? {{side}} : own.call(this, name); };
            """,
    };

    /// <summary>A browser that says it has a graphics processor: it draws stacks by WebGL, and HTJ2K while it comes.</summary>
    public static ViewerPageOptions WithProcessor { get; } = new()
    {
        Script = """
            for (const context of [WebGLRenderingContext, WebGL2RenderingContext]) {
              const own = context.prototype.getParameter;
              const renderer = 0x9246; // UNMASKED_RENDERER_WEBGL
              context.prototype.getParameter = function (name) { return name === renderer ? 'A graphics processor' : own.call(this, name); };
            }

            """,
    };
}
