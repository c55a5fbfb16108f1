namespace Pacs.Viewer.Tests.Harness;

/// <summary>The studies of the corpus that the tests open.</summary>
internal static class TestStudies
{
    /// <summary>40 slices with a sphere of 300 HU, radius 12 mm, at (8, -12, 4) mm and a rod of 1000 HU at x = 40, y = -40 mm.</summary>
    public const string CtCurrent = "2.25.60144148195069121742119898812934946250";

    /// <summary>The pixel of the sphere's centre: (8 + 206.69) / 1.621 and (-12 + 206.69) / 1.621.</summary>
    public static readonly (double Column, double Row) SphereCentre = (132.4, 120.1);

    public const string MrCurrent = "2.25.211562968497782192467991090101362041026";

    /// <summary>Objects of other kinds, each its own study.</summary>
    public static readonly string[] Singles =
    [
        "native/PM5644-960x540_Palette_16.dcm", "native/dx_image.dcm", "native/emri_small.dcm", "native/gdcm-US-ALOKA-16.dcm", "native/examples_rgb_color.dcm",
        "native/MR-SIEMENS-DICOM-WithOverlays.dcm", "native/image_dfl.dcm", "native/vlut_04.dcm",
    ];
}
