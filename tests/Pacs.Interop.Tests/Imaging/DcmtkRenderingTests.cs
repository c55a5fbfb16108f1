using Pacs.Core;
using Pacs.Imaging;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Imaging;

/// <summary>Pictures pixel by pixel beside those of DCMTK.</summary>
[Category("PS3.4 §N.2")]
public sealed class DcmtkRenderingTests
{
    private static readonly RenderOptions Plain = new() { CorrectsAspect = false, DrawsOverlays = false, AppliesShutter = false };

    [TestCase("native/CT_small.dcm")]
    [TestCase("native/MR_small_bigendian.dcm")]
    [TestCase("native/CT1_UNC.explicit_little_endian.dcm")]
    [TestCase("native/dx_image.dcm")]
    [TestCase("native/mlut_18.dcm")]
    [TestCase("native/emri_small.dcm")]
    [TestCase("special/u10-highbit15-17x13.dcm")]
    [TestCase("special/int32-signed-17x13.dcm")]
    [TestCase("special/embedded-overlay-bits12-15.dcm")]
    [TestCase("rle/MR_small_RLE.dcm")]
    [TestCase("rt/rtdose.dcm")]
    public async Task Render_GivenWindow_IsWithinOneLevelOfDcm2pnm(string file) =>
        await CompareAsync(file, Plain with { Window = new VoiWindow(100, 600) }, tolerance: 1, "+Wfl", "+Ww", "100", "600");

    [TestCase("native/vlut_04.dcm", "+Wl", "1")]
    [TestCase("native/MR-SIEMENS-DICOM-WithOverlays.dcm", "+Wi", "1")]
    [TestCase("special/voi-function-linear.dcm", "+Wi", "1")]
    [TestCase("special/voi-function-sigmoid.dcm", "+Wi", "1")]
    [TestCase("rt/rt-utils-ct_1.dcm", "+Wi", "1")]
    public async Task Render_WindowOfTheImage_IsWithinOneLevelOfDcm2pnm(string file, params string[] choice) => await CompareAsync(file, Plain, tolerance: 1, choice);

    [TestCase("native/mlut_18.dcm")]
    [TestCase("special/bit1-17x13.dcm")]
    [TestCase("native/emri_small.dcm")]
    public async Task Render_NoWindow_SpansTheExtremesAsDcm2pnmDoes(string file) => await CompareAsync(file, Plain, tolerance: 1, "+Wm");

    [TestCase("native/SC_rgb.dcm", 0)]
    [TestCase("native/color-pl.dcm", 0)]
    [TestCase("native/SC_rgb_16bit.dcm", 1)]
    [TestCase("native/OT-PAL-8-face.dcm", 0)]
    [TestCase("native/PM5644-960x540_Palette_16.dcm", 0)]
    [TestCase("special/rgb-planar-odd-9x7.dcm", 0)]
    // DCMTK rounds its factors; the equations of PS3.3 §C.7.6.3.1.2 are tested by hand.
    [TestCase("native/SC_ybr_full_422_uncompressed.dcm", 2)]
    [TestCase("rle/YBR_FULL-RLE.dcm", 2)]
    public async Task Render_Colours_AreThoseOfDcm2pnm(string file, int tolerance) => await CompareAsync(file, Plain, tolerance);

    [Test]
    public async Task Render_Overlays_AreThoseOfDcm2pnm() =>
        await CompareAsync("native/MR-SIEMENS-DICOM-WithOverlays.dcm", Plain with { DrawsOverlays = true }, tolerance: 1, "+Wi", "1");

    [Test]
    public async Task Render_PresentationState_IsThatOfDcmp2pgm()
    {
        Command.Require("dcmp2pgm");
        string study = Path.Combine(Shared.RequireTestFiles(), "studies", "ct-volume-current");
        string stateFile = Directory.GetFiles(Path.Combine(study, "pr")).Single(), imageFile = Path.Combine(study, "ct", "IMG024.dcm");
        using var workspace = new Workspace();
        (await Command.RunAsync("dcmp2pgm", "-p", stateFile, imageFile, workspace.PathOf("theirs.pgm"))).MustSucceed("dcmp2pgm");

        using DicomFile state = await DicomFile.OpenAsync(stateFile), image = await DicomFile.OpenAsync(imageFile);
        using PixelFrame frame = await DicomImage.DecodeAsync(image);
        using RenderedImage ours = await frame.RenderAsync(new RenderOptions { State = await PresentationState.LoadAsync(state) });
        (int width, int height, byte[] theirs) = Netpbm.Read(workspace.PathOf("theirs.pgm"));
        Assert.That((ours.Width, ours.Height), Is.EqualTo((width, height)));
        // dcmp2pgm draws no graphics: the circle and its text are ours alone, and less than one pixel in a hundred.
        int differing = Enumerable.Range(0, width * height).Count(i => Math.Abs(ours[i / width, i % width].Green - theirs[i]) > 1);
        Assert.That(differing, Is.InRange(100, width * height / 100));
    }

    private static async Task CompareAsync(string name, RenderOptions options, int tolerance, params string[] arguments)
    {
        Command.Require("dcm2pnm");
        string path = Path.Combine(Shared.RequireTestFiles(), name);
        using var workspace = new Workspace();
        string[] overlays = options.DrawsOverlays ? [] : ["-O"];
        (await Command.RunAsync("dcm2pnm", ["+op", .. overlays, .. arguments, path, workspace.PathOf("theirs.pnm")])).MustSucceed("dcm2pnm");

        using DicomFile file = await DicomFile.OpenAsync(path);
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        using RenderedImage ours = await frame.RenderAsync(options);
        (int width, int height, byte[] theirs) = Netpbm.Read(workspace.PathOf("theirs.pnm"));
        Assert.That((ours.Width, ours.Height, ours.Bytes.Length), Is.EqualTo((width, height, theirs.Length)));
        int worst = Enumerable.Range(0, theirs.Length).Max(i => Math.Abs(ours.Bytes[i] - theirs[i]));
        Assert.That(worst, Is.LessThanOrEqualTo(tolerance));
    }
}
