namespace Pacs.Imaging;

/// <summary>How much of its colour resolution a lossy JPEG of a colour image gives up.</summary>
public enum ChromaSubsampling
{
    /// <summary>None: 4:4:4, Photometric Interpretation YBR_FULL.</summary>
    None,

    /// <summary>Half across: 4:2:2, YBR_FULL_422.</summary>
    Horizontal,

    /// <summary>Half across and half down: 4:2:0, which data sets call YBR_FULL_422 as well.</summary>
    Both,
}
